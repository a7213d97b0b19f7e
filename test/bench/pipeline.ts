import { connect, type NatsConnection } from '@nats-io/transport-node';
import { deadlineOpened, messageAssigned, messageRegistered, type EventEnvelope } from '@wenzheng/contracts';
import { floorRows } from './floor.js';
import { percentile, rateOf, type Amount, type LoadGenerator, type LoadResult } from './measure/load.js';
import { added } from './measure/processes.js';
import { progress } from './measure/progress.js';
import { beside, perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio, type Comparison } from './measure/rounds.js';
import { atRest, until } from './measure/settled.js';
import type { Cost, Stand } from './measure/stand.js';

export interface PipelinePlan {
  rounds: number;
  /** Of the flood that is pushed in each round. */
  seconds: number;
  /** Of each steady rate. */
  pacedSeconds: number;
  /** Messages before anything is measured. */
  warmUp: number;
}

/** What a checkout is measured on: the whole platform, and intake alone beside it. */
export interface Pair {
  whole: Stand;
  intakeAlone: Stand;
}

interface Measured extends Cost {
  /** Until the last message was assigned and its deadline opened. */
  perSecond: number;
  load: LoadResult;
}

const part = 'pipeline';

/** From a message's arrival to "assigned, and its deadline open": the rate that all services together sustain, what it costs, and how long it takes. */
export async function measurePipeline(pairs: readonly Pair[], load: LoadGenerator, plan: PipelinePlan): Promise<Row[]> {
  const watches: BusWatch[] = [];
  try {
    for (const { whole } of pairs) watches.push(await BusWatch.open(whole));
    const comparisons: Comparison<'accept' | 'flood', Measured>[] = [];
    for (const [index, pair] of pairs.entries()) comparisons.push(await flooding(pair, watches[index]!, load, plan));
    const flooded = await interleaved(plan.rounds, comparisons);
    const steadily: Row[] = [];
    for (const perSecond of [50, 500]) {
      const runs = pairs.map(({ whole }, index) => ({ whole, bus: watches[index]! }));
      steadily.push(...(await interleaved(Math.min(plan.rounds, 2), runs.map(({ whole, bus }) => steady(whole, bus, load, perSecond, plan.pacedSeconds)))));
    }
    const ends: Row[][] = [];
    for (const [index, { whole }] of pairs.entries()) ends.push([...(await floorRows(whole)), watches[index]!.lost()]);
    return [...flooded, ...steadily, ...beside(ends[0] ?? [], ends[1])];
  } finally {
    await Promise.all(watches.map((watch) => watch.close()));
  }
}

async function flooding({ whole, intakeAlone }: Pair, bus: BusWatch, load: LoadGenerator, { seconds, warmUp }: PipelinePlan): Promise<Comparison<'accept' | 'flood', Measured>> {
  /** Costs are counted until everything that the messages caused is done, in whatever process. */
  const push = async (stand: Stand, prefix: string, amount: Amount, handled: (pushed: LoadResult) => Promise<void>): Promise<Measured> => {
    await atRest(stand);
    const { result, cpu, wal } = await stand.costOf(async () => {
      const begun = performance.now();
      const pushed = await load.run({ kind: 'messages', ...stand.channel, connections: 256, amount, prefix });
      await handled(pushed);
      const perSecond = pushed.count / ((performance.now() - begun) / 1_000);
      await atRest(stand);
      return { pushed, perSecond };
    });
    return { perSecond: result.perSecond, load: result.pushed, cpu: { ...cpu, client: result.pushed.client }, wal };
  };
  const flood = (round: number | string, amount: Amount = { seconds }) => {
    const before = bus.handled();
    return push(whole, `flood-${round}`, amount, (pushed) => until('every message is assigned and its deadline open', () => bus.handled() - before >= pushed.count));
  };
  const accept = (round: number | string, amount: Amount = { seconds }) => push(intakeAlone, `alone-${round}`, amount, async () => undefined);
  progress('warming up');
  await accept('warm', { count: warmUp });
  await flood('warm', { count: warmUp });
  return { contestants: { accept, flood }, rows: flooded };
}

function flooded({ accept, flood }: Record<'accept' | 'flood', Measured[]>): Row[] {
  const rates = (of: Measured[]) => of.map(({ perSecond }) => perSecond);
  const walOf = (of: Measured[]) => median(of.map(({ wal, load }) => wal / load.count / 1_000));
  /** Of all processes but the client. */
  const cpuOfOne = ({ cpu, load }: Measured) => Object.entries(cpu).reduce((sum, [name, seconds]) => sum + (name === 'client' ? 0 : seconds), 0) / load.count;
  const cpu = perOperation(added(flood.map((one) => one.cpu)), flood.reduce((count, { load }) => count + load.count, 0));
  return [
    { part, what: 'accepted, assigned and deadline open, flooded', value: median(rates(flood)), unit: '/s', cpu },
    { part, what: 'pipeline : intake alone, flooded', value: ratio(rates(flood), accept.map(({ load }) => rateOf(load))), unit: '×' },
    { part, what: 'CPU of a message in all processes', value: median(flood.map(cpuOfOne)) * 1e6, unit: 'µs' },
    { part, what: 'CPU of a message, pipeline : intake alone', value: ratio(flood.map(cpuOfOne), accept.map(cpuOfOne)), unit: '×', goal: { atMost: 4 } },
    { part, what: 'WAL of a message in all services', value: walOf(flood), unit: 'KB', goal: { atMost: 30 } },
    { part, what: 'WAL of a message in intake alone', value: walOf(accept), unit: 'KB' },
  ];
}

/** An open loop: so many messages a second, each at its own instant, from which it is timed. */
function steady(stand: Stand, bus: BusWatch, load: LoadGenerator, perSecond: number, seconds: number): Comparison<'steady', Measured> {
  const run = async (round: number): Promise<Measured> => {
    await atRest(stand);
    const before = bus.handled();
    const { result, cpu, wal } = await stand.costOf(async () => {
      const pushed = await load.run({ kind: 'paced', ...stand.channel, perSecond, seconds, prefix: `steady-${perSecond}-${round}` });
      await until('every message is assigned and its deadline open', () => bus.handled() - before >= pushed.count);
      await atRest(stand);
      return pushed;
    });
    return { perSecond, load: result, cpu: { ...cpu, client: result.client }, wal };
  };
  const rows = ({ steady: rounds }: Record<'steady', Measured[]>): Row[] => {
    const delays = rounds.map(({ load: { accepted } }) => new Float64Array(accepted.map(({ messageId, due }) => bus.handledAt(messageId) - due)).sort());
    const of = (share: number) => median(delays.map((sorted) => percentile(sorted, share)));
    const cpu = perOperation(added(rounds.map((one) => one.cpu)), rounds.reduce((count, one) => count + one.load.count, 0));
    return [
      { part, what: `p50 from arrival to assigned and deadline open, ${perSecond}/s`, value: of(0.5), unit: 'ms', cpu },
      { part, what: `p99 from arrival to assigned and deadline open, ${perSecond}/s`, value: of(0.99), unit: 'ms', goal: { atMost: perSecond === 50 ? 50 : 100 } },
      { part, what: `p99 from arrival to the receipt, ${perSecond}/s`, value: median(rounds.map((one) => percentile(one.load.latencies, 0.99))), unit: 'ms' },
      { part, what: `WAL of a message, ${perSecond}/s`, value: median(rounds.map((one) => one.wal / one.load.count / 1_000)), unit: 'KB' },
    ];
  };
  return { contestants: { steady: run }, rows };
}

/** Listens for what becomes of every message: events leave their service after its commit. */
class BusWatch {
  private readonly registered = new Set<string>();
  private readonly assigned = new Map<string, number>();
  private readonly opened = new Map<string, number>();
  private both = 0;

  private constructor(private readonly connection: NatsConnection) {
    this.listen(messageRegistered.subject, (id) => void this.registered.add(id));
    this.listen(messageAssigned.subject, (id, at) => this.seen(this.assigned, this.opened, id, at));
    this.listen(deadlineOpened.subject, (id, at) => this.seen(this.opened, this.assigned, id, at));
  }

  static async open({ endpoints }: Stand): Promise<BusWatch> {
    const { user, password } = endpoints.natsUsers.deploy;
    const watch = new BusWatch(await connect({ servers: endpoints.nats, user, pass: password }));
    await watch.connection.flush();
    return watch;
  }

  /** How many messages are assigned and have their deadline. */
  handled(): number {
    return this.both;
  }

  /** When the later of the two was on the bus, as milliseconds since 1970. */
  handledAt(messageId: string): number {
    return Math.max(this.assigned.get(messageId) ?? NaN, this.opened.get(messageId) ?? NaN);
  }

  lost(): Row {
    const lost = [...this.registered].filter((id) => Number.isNaN(this.handledAt(id))).length;
    return { part, what: 'messages accepted and then lost', value: lost, unit: '', goal: { atMost: 0 } };
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Once for each message, however often an event comes. */
  private seen(these: Map<string, number>, others: Map<string, number>, id: string, at: number): void {
    if (these.has(id)) return;
    these.set(id, at);
    if (others.has(id)) this.both += 1;
  }

  private listen(subject: string, take: (messageId: string, at: number) => void): void {
    this.connection.subscribe(subject, {
      callback: (_error, message) => take((message.json() as EventEnvelope).subject, performance.timeOrigin + performance.now()),
    });
  }
}
