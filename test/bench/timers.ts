import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { Deadlines } from './measure/deadlines.js';
import { fromFullStream, registration } from './measure/full-stream.js';
import { added, type Cpu } from './measure/processes.js';
import { progress } from './measure/progress.js';
import { beside, perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio, type Comparison } from './measure/rounds.js';
import { atRest, eventsOf, until } from './measure/settled.js';
import type { Stand } from './measure/stand.js';
import { Rival, rivalNames, type RivalName } from './rivals.js';

export interface TimersPlan {
  rounds: number;
  pending: number;
  due: number;
  /** Registrations whose deadlines are opened, from a full stream. */
  opened: number;
  /** Fires after which memory and the index are looked at. */
  fires: number;
}

export interface TimersOptions {
  /** Among ten million too. */
  tenMillion: boolean;
  /** Minutes during which somebody keeps a snapshot open; 0 leaves it out. */
  snapshotMinutes: number;
}

/** How a crowd that was due at one instant went. */
export interface Fired {
  perSecond: number;
  /** Milliseconds from the instant to the first. */
  lateBy: number;
  cpu: Cpu;
  /** Bytes of write-ahead log for each. */
  wal: number;
}

const part = 'timers';
const service = 'deadline-supervision';
const schema = 'deadline_supervision';
type Contestant = 'ours' | RivalName;

/** Deadline-supervision alone: deadlines opened from a full stream, then timers that are due at one instant among many more. */
export async function* measureTimers(stands: readonly Stand[], plan: TimersPlan, { tenMillion, snapshotMinutes }: TimersOptions): AsyncGenerator<Row[]> {
  const all: Timers[] = [];
  for (const stand of stands) all.push(await Timers.of(stand, plan));
  const [ours, other] = all;
  if (!ours) return;
  yield beside(await ours.open(), await other?.open());
  for (const timers of all) await timers.prepare();
  yield beside(await ours.statistics(), await other?.statistics());
  for (const timers of all) await timers.fill();
  const rivals = new Map<RivalName, Rival>();
  for (const name of rivalNames) rivals.set(name, await Rival.install(name, ours.stand));
  for (const rival of rivals.values()) await rival.fill(plan.pending, farAway());
  const index = await ours.deadlines.indexSize();
  const one = await contest(all, rivals, plan, 1);
  yield one;
  for (const { stand } of all) await stand.city.platform.start(service);
  yield await contest(all, rivals, plan, 2);
  for (const rival of rivals.values()) await rival.drop();
  for (const { stand } of all) await stand.city.platform.kill(service, 'SIGTERM', 1);
  yield await ours.lastingly(index);
  if (snapshotMinutes > 0) yield await ours.besideSnapshot(snapshotMinutes);
  if (tenMillion) yield await ours.amongTenMillion(one.find(({ what }) => what.startsWith('fired,'))?.value ?? NaN);
}

/** In turns: ours, that of the other checkout, and the jobs of each rival, which have the same effect. */
async function contest(all: readonly Timers[], rivals: ReadonlyMap<RivalName, Rival>, { rounds, pending, due }: TimersPlan, workers: number): Promise<Row[]> {
  const comparisons = all.map((timers, index): Comparison<Contestant, Fired> => ({
    contestants: {
      ours: () => timers.fire(due),
      // The rivals run once a round, on our own stand.
      ...(Object.fromEntries(rivalNames.map((name) => [name, () => (index === 0 ? firedBy(rivals.get(name)!, workers, due) : nothing)])) as Record<RivalName, () => Promise<Fired>>),
    },
    rows: (results) => contestRows(results, `${due} due at once among ${pending}, workers: ${workers}`, due, workers).slice(0, index === 0 ? undefined : 1),
  }));
  return interleaved(rounds, comparisons);
}

const nothing = Promise.resolve<Fired>({ perSecond: NaN, lateBy: NaN, cpu: {}, wal: NaN });

function contestRows(results: Record<Contestant, Fired[]>, among: string, due: number, workers: number): Row[] {
  const rates = (name: Contestant) => results[name].map(({ perSecond }) => perSecond);
  const row = (name: Contestant): Row => ({
    part, what: `${name === 'ours' ? 'fired' : name}, ${among}`, value: median(rates(name)), unit: '/s', cpu: perOperation(added(results[name].map(({ cpu }) => cpu)), due * results[name].length),
  });
  const better = rates('pg-boss').map((rate, round) => Math.max(rate, rates('graphile-worker')[round] ?? 0));
  return [
    row('ours'),
    ...rivalNames.map(row),
    { part, what: `fired : the better rival, workers: ${workers}`, value: ratio(rates('ours'), better), unit: '×', goal: { atLeast: 3 } },
    { part, what: `fired : pg-boss batched by hand, workers: ${workers}`, value: ratio(rates('ours'), rates('pg-boss by hand')), unit: '×', goal: { atLeast: 1 } },
    { part, what: `the first fired late by, workers: ${workers}`, value: median(results.ours.map(({ lateBy }) => lateBy)), unit: 'ms', goal: { atMost: 50 } },
    ...(['ours', ...rivalNames] as const).map((name) => ({ part, what: `WAL of one ${name === 'ours' ? 'fired and relayed' : name}, workers: ${workers}`, value: median(results[name].map(({ wal }) => wal)), unit: 'bytes' })),
  ];
}

async function firedBy(rival: Rival, workers: number, due: number): Promise<Fired> {
  const dueAt = await seedDue(due, (count, at) => rival.seed(count, at), () => rival.settle());
  const fired = await rival.fire(workers, due, dueAt);
  progress(`${due} jobs of ${rival.name}, ${Math.round(fired.perSecond)}/s`);
  return fired;
}

/** An instant that comes when all of them are in, and what they leave to do for autovacuum is done. */
async function seedDue(due: number, insert: (count: number, at: Date) => Promise<void>, settled: () => Promise<void>): Promise<Date> {
  const begun = Date.now();
  await insert(Math.ceil(due / 10), farAway());
  const inserted = Date.now();
  await settled();
  const dueAt = new Date(Date.now() + 3_000 + 20 * (inserted - begun) + 2 * (Date.now() - inserted));
  await insert(due, dueAt);
  await settled();
  const wait = dueAt.getTime() - Date.now();
  if (wait < 1_000) throw new Error('they were due before all of them were there');
  await pause(wait - 500);
  return dueAt;
}

const farAway = (): Date => new Date(Date.now() + 365 * 86_400_000);
const overAYear = (count: number): string => `(1 - number / ${count}.0) * interval '365 days'`;

/** The deadlines of one stand. */
class Timers {
  private constructor(
    readonly stand: Stand,
    readonly deadlines: Deadlines,
    private readonly plan: TimersPlan,
  ) {}

  static async of(stand: Stand, plan: TimersPlan): Promise<Timers> {
    await stand.city.platform.kill(service, 'SIGTERM', 1);
    return new Timers(stand, await Deadlines.of(stand), plan);
  }

  async open(): Promise<Row[]> {
    const { stand, plan: { opened: count } } = this;
    const eventsBefore = await eventsOf(stand, schema);
    const done = async () => (await eventsOf(stand, schema)) >= eventsBefore + count && (await this.deadlines.count()) >= count;
    const { perSecond, cpu } = await fromFullStream(stand, { service, count, registration: (index) => registration(index, letter), done });
    progress(`${count} deadlines opened, ${Math.round(perSecond)}/s`);
    return [{ part, what: 'deadlines opened from a full stream', value: perSecond, unit: '/s', goal: { atLeast: 10_000 }, cpu: perOperation(cpu, count) }];
  }

  /** The partitions of the last year, as the service makes them when it starts and finds deadlines of their months. */
  async prepare(): Promise<void> {
    const { platform } = this.stand.city;
    await this.seed(13, farAway(), `number * interval '28 days'`);
    await platform.kill(service, 'SIGTERM', 0);
    await platform.start(service);
    await until('each deadline lies in its month', () => this.deadlines.inMonths());
    await platform.kill(service, 'SIGTERM', 1);
  }

  async fill(): Promise<void> {
    await this.seed(this.plan.pending, farAway(), overAYear(this.plan.pending));
    await this.deadlines.settle();
  }

  /** The figures of a year of which one message in twenty is still open, by a Postgres that has just started. */
  async statistics(): Promise<Row[]> {
    const { stand, plan: { pending: count } } = this;
    const answered = {
      ending: `CASE WHEN number % 20 = 0 THEN 'open' ELSE 'publicly-answered' END`,
      unit_code: `'unit ' || number % 80`, unit_name: `'单位' || number % 80`, channel: `(ARRAY['board', 'mailbox', 'microblog'])[1 + number % 3]`,
      submitted_in_time: 'number % 3 > 0', published_in_time: 'number % 3 > 0', within_reply_due: 'number % 4 > 0', within_final_due: 'number % 10 > 0',
      days_to_assignment: 'number % 3', days_to_submission: 'number % 9', days_to_publication: 'number % 11',
    };
    await this.deadlines.copy({ model: 'true', count, age: overAYear(count), at: 'NULL::timestamptz', own: answered, values: [] });
    await this.deadlines.settle();
    const token = await stand.city.token('supervision-office');
    await stand.restartPostgres();
    const today = new Date();
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    const address = `${stand.endpoints.services[service]}/v1/statistics?from=${day(today.getTime() - 366 * 86_400_000)}&to=${day(today.getTime() + 86_400_000)}`;
    const read = async (): Promise<number> => {
      const begun = performance.now();
      const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
      const { totals } = (await response.json()) as { totals: { registered: number } };
      const took = performance.now() - begun;
      if (totals.registered < count) throw new Error(`statistics counted ${totals.registered} of ${count} messages`);
      return took;
    };
    return [
      { part, what: `statistics of a year of ${count} messages, Postgres just started`, value: await read(), unit: 'ms', goal: { atMost: 2_000 } },
      { part, what: `statistics of a year of ${count} messages, once more`, value: await read(), unit: 'ms' },
    ];
  }

  /** One instant, many timers; what they cost is counted until their events are relayed. */
  async fire(due: number): Promise<Fired> {
    const { stand, deadlines } = this;
    const dueAt = await seedDue(due, (count, at) => this.seed(count, at, `interval '3 days'`), () => deadlines.settle());
    const eventsBefore = await eventsOf(stand, schema);
    let seconds = NaN;
    const { cpu, wal } = await stand.costOf(async () => {
      await until('everything that was due has fired', async () => (await eventsOf(stand, schema)) >= eventsBefore + due && (await deadlines.late(dueAt)) === 0);
      seconds = (Date.now() - dueAt.getTime()) / 1_000;
      await atRest(stand);
    });
    progress(`${due} timers fired, ${Math.round(due / seconds)}/s`);
    return { perSecond: due / seconds, lateBy: (await deadlines.firstFiredAt(dueAt)).getTime() - dueAt.getTime(), cpu, wal: wal / due };
  }

  /** More fires, until there were enough to see whether memory or the index of what is pending grows with them. */
  async lastingly(sizeBefore: number): Promise<Row[]> {
    const { stand, deadlines, plan: { due, fires } } = this;
    const rows: Row[] = [];
    const memory: number[] = [];
    const look = async () => {
      memory.push(stand.processes.memory()[service]?.now ?? NaN);
      rows.push({ part, what: `memory of the service after ${await deadlines.fired()} fires`, value: memory.at(-1) ?? NaN, unit: 'MiB' });
    };
    for (await look(); (await deadlines.fired()) < fires; await look()) await this.fire(2 * due);
    const [all, sizeAfter] = [await deadlines.fired(), await deadlines.indexSize()];
    await deadlines.rebuildIndex();
    return [
      ...rows,
      { part, what: 'memory after the last : after the first of these', value: (memory.at(-1) ?? NaN) / (memory[0] ?? NaN), unit: '×', goal: { atMost: 1.1 } },
      { part, what: 'index of what is pending before the first fire', value: sizeBefore, unit: 'MiB' },
      { part, what: `index of what is pending after ${all} fires`, value: sizeAfter, unit: 'MiB' },
      { part, what: 'index of what is pending, rebuilt', value: await deadlines.indexSize(), unit: 'MiB' },
    ];
  }

  /** Somebody reads for a long time, so that no row version may be cleared away meanwhile. */
  async besideSnapshot(minutes: number): Promise<Row[]> {
    const reader = new Client({ connectionString: this.stand.endpoints.postgres });
    await reader.connect();
    try {
      const before = await this.fire(this.plan.due);
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await reader.query('SELECT 1');
      const end = performance.now() + minutes * 60_000;
      let last = before;
      while (performance.now() < end) last = await this.fire(this.plan.due);
      return [{ part, what: `fired after ${minutes} minutes of a held snapshot : before`, value: last.perSecond / before.perSecond, unit: '×', goal: { atLeast: 0.9 } }];
    } finally {
      await reader.end();
    }
  }

  async amongTenMillion(amongFewer: number): Promise<Row[]> {
    const { deadlines, plan: { rounds, due } } = this;
    for (let count = await deadlines.pending(); count < 10_000_000; count = await deadlines.pending()) await this.seed(Math.min(1_000_000, 10_000_000 - count), farAway(), overAYear(1_000_000));
    await deadlines.settle();
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) rates.push((await this.fire(due)).perSecond);
    return [
      { part, what: `fired, ${due} due at once among 10000000, workers: 1`, value: median(rates), unit: '/s' },
      { part, what: 'among 10000000 : among fewer', value: median(rates) / amongFewer, unit: '×', goal: { atLeast: 0.8 } },
    ];
  }

  /** Copies of a deadline that the service has opened itself: each has been reminded of, is overdue at this instant, and goes on to the other steps. */
  private async seed(count: number, at: Date, age: string): Promise<void> {
    const later = ['urging', 'escalation-1', 'escalation-2', 'escalation-3'].map((step, index) => ({ step, at: new Date(at.getTime() + (index + 1) * 86_400_000) }));
    const steps = [{ step: 'reminder', at: new Date(at.getTime() - 3_600_000) }, { step: 'overdue', at }, ...later];
    await this.deadlines.copy({ model: 'true', count, age, at: '$2::timestamptz', own: { steps: '$1::jsonb' }, fired: 'reminder', values: [JSON.stringify(steps), at] });
  }
}

const letter = { title: '和平路夜间路灯不亮', text: '和平路从一中到桥头，路灯三天不亮，请尽快修复。' };
