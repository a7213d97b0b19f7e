import { connect, type NatsConnection } from '@nats-io/transport-node';
import { deadlineOpened, messageAssigned, type EventEnvelope } from '@wenzheng/contracts';
import { percentile, rateOf, type LoadGenerator, type LoadResult } from './measure/load.js';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import { outboxIsEmpty, until } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface PipelinePlan {
  rounds: number;
  /** Of the flood that is pushed in each round. */
  seconds: number;
  /** Of each steady rate. */
  pacedSeconds: number;
}

interface Measured {
  perSecond: number;
  count: number;
  cpu: Cpu;
}

/** From the receipt to "assigned, and the clock runs": the rate that all services together sustain, and how long it takes. */
export async function measurePipeline(stand: Stand, intakeAlone: Stand, load: LoadGenerator, plan: PipelinePlan): Promise<Row[]> {
  const bus = await BusWatch.open(stand);
  try {
    const flood = async (round: number): Promise<Measured> => {
      const begun = performance.now();
      const { result, cpu } = await stand.processes.using(async () => {
        const before = bus.counts();
        const pushed = await load.run({ kind: 'messages', ...stand.channel, connections: 256, seconds: plan.seconds, prefix: `flood-${round}` });
        await until('every message is assigned and its clock runs', () => {
          const { assigned, opened } = bus.counts();
          return assigned - before.assigned >= pushed.count && opened - before.opened >= pushed.count;
        });
        return pushed;
      });
      const perSecond = result.count / ((performance.now() - begun) / 1_000);
      await atRest(stand);
      return { perSecond, count: result.count, cpu };
    };
    const accept = async (round: number): Promise<Measured> => {
      const order = { kind: 'messages', ...intakeAlone.channel, connections: 256, seconds: plan.seconds, prefix: `alone-${round}` } as const;
      const { result, cpu } = await intakeAlone.processes.using(() => load.run(order));
      await outboxIsEmpty(intakeAlone, 'intake');
      return { perSecond: rateOf(result), count: result.count, cpu };
    };
    await flood(-1);
    const results = await interleaved<'accept' | 'flood', Measured>(plan.rounds, { accept, flood });
    const rates = (of: Measured[]) => of.map(({ perSecond }) => perSecond);
    const cpuOf = ([first]: Measured[]) => first && perOperation(first.cpu, first.count);
    const part = 'pipeline';
    const rows: Row[] = [
      { part, what: 'accepted, assigned and clock running, flooded', value: median(rates(results.flood)), unit: '/s', cpu: cpuOf(results.flood) },
      { part, what: 'pipeline : intake alone', value: ratio(rates(results.flood), rates(results.accept)), unit: '×', goal: { atLeast: 0.5 } },
      { part, what: 'CPU of a message, intake alone : pipeline', value: ratio(results.accept.map(cpuOfOne), results.flood.map(cpuOfOne)), unit: '×' },
    ];
    for (const perSecond of [50, 500]) rows.push(...(await steady(stand, load, bus, perSecond, plan.pacedSeconds)));
    return [...rows, { part, what: 'messages accepted and then lost', value: await lost(stand), unit: '', goal: { atMost: 0 } }];
  } finally {
    await bus.close();
  }
}

const cpuOfOne = ({ cpu, count }: Measured): number => Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0) / count;

async function steady(stand: Stand, load: LoadGenerator, bus: BusWatch, perSecond: number, seconds: number): Promise<Row[]> {
  const seen = bus.remember();
  const { result, cpu } = await stand.processes.using(async () => {
    const pushed = await load.run({ kind: 'paced', ...stand.channel, perSecond, seconds, prefix: `steady-${perSecond}` });
    await until('every message is assigned and its clock runs', () => seen.assigned.size >= pushed.count && seen.opened.size >= pushed.count);
    return pushed;
  });
  bus.forget();
  await atRest(stand);
  const delays = delaysOf(result, seen);
  const part = 'pipeline';
  const goal = perSecond === 500 ? { goal: { atMost: 50 } } : {};
  return [
    { part, what: `p50 from receipt to assigned and clock running, ${perSecond}/s`, value: percentile(delays, 0.5), unit: 'ms', cpu: perOperation(cpu, result.count) },
    { part, what: `p99 from receipt to assigned and clock running, ${perSecond}/s`, value: percentile(delays, 0.99), unit: 'ms', ...goal },
    { part, what: `p99 of the receipt itself, ${perSecond}/s`, value: percentile(result.latencies, 0.99), unit: 'ms' },
  ];
}

/** Milliseconds until the later of the two was on the bus; below zero if that was before the receipt reached its writer. */
function delaysOf({ accepted }: LoadResult, seen: Seen): Float64Array {
  const delays = accepted.map(({ messageId, at }) => Math.max(seen.assigned.get(messageId) ?? Infinity, seen.opened.get(messageId) ?? Infinity) - at);
  return new Float64Array(delays).sort();
}

/** What the events caused has come to its end too: publication's pages, routing's due dates. */
async function atRest(stand: Stand): Promise<void> {
  for (const schema of ['intake', 'routing', 'deadline_supervision', 'publication']) await outboxIsEmpty(stand, schema);
  await until('publication and routing have caught up', async () => {
    const [row] = await stand.sql<{ behind: boolean }>(
      `SELECT (SELECT count(*) FROM publication.fact WHERE type = 'deadline-opened') < (SELECT count(*) FROM intake.message)
           OR (SELECT count(*) FROM routing.message WHERE due_sequence > 0) < (SELECT count(*) FROM intake.message) AS behind`,
    );
    return row?.behind === false;
  }, 250);
}

async function lost(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ lost: number }>(
    `SELECT count(*)::int AS lost FROM intake.message AS accepted
     WHERE NOT EXISTS (SELECT FROM routing.assignment WHERE assignment.message_id = accepted.message_id)
        OR NOT EXISTS (SELECT FROM deadline_supervision.clock WHERE clock.message_id = accepted.message_id)`,
  );
  return row?.lost ?? NaN;
}

/** When the bus carried what, by message: milliseconds since 1970. */
interface Seen {
  assigned: Map<string, number>;
  opened: Map<string, number>;
}

/** Listens for both events of every message: they leave their service after its commit, through its outbox. */
class BusWatch {
  private readonly counted = { assigned: 0, opened: 0 };
  private seen: Seen | undefined;

  private constructor(private readonly connection: NatsConnection) {
    this.listen(messageAssigned.subject, 'assigned');
    this.listen(deadlineOpened.subject, 'opened');
  }

  static async open({ endpoints }: Stand): Promise<BusWatch> {
    const { user, password } = endpoints.natsUsers.deploy;
    const watch = new BusWatch(await connect({ servers: endpoints.nats, user, pass: password }));
    await watch.connection.flush();
    return watch;
  }

  counts(): { assigned: number; opened: number } {
    return { ...this.counted };
  }

  remember(): Seen {
    return (this.seen = { assigned: new Map(), opened: new Map() });
  }

  forget(): void {
    this.seen = undefined;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private listen(subject: string, what: 'assigned' | 'opened'): void {
    this.connection.subscribe(subject, {
      callback: (_error, message) => {
        this.counted[what] += 1;
        const at = performance.timeOrigin + performance.now();
        this.seen?.[what].set((message.json() as EventEnvelope).subject, at);
      },
    });
  }
}
