import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createEvent, messageRegistered } from '@wenzheng/contracts';
import { connect } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { copyClocks } from './measure/copies.js';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import { progress } from './measure/progress.js';
import { eventsOf, outboxIsEmpty, until } from './measure/settled.js';
import type { Stand } from './measure/stand.js';
import { Rival } from './rivals.js';

export interface ClocksPlan {
  rounds: number;
  pending: number;
  due: number;
  /** Registrations whose clocks are opened, from a full stream. */
  opened: number;
  /** Fires after which memory and the index are looked at. */
  fires: number;
}

/** How a crowd that was due at one instant went. */
export interface Fired {
  perSecond: number;
  /** Milliseconds from the instant to the first. */
  lateBy: number;
  cpu: Cpu;
}

const part = 'clocks';
const service = 'deadline-supervision';
const schema = 'deadline_supervision';
const rivals = ['pg-boss', 'graphile-worker'] as const;
type Contestant = 'ours' | (typeof rivals)[number];

/** deadline-supervision alone: clocks opened from a full stream, then many that fall due at one instant among many more. */
export async function* measureClocks(stand: Stand, plan: ClocksPlan, tenMillion: boolean): AsyncGenerator<Row[]> {
  await stand.city.platform.kill(service, 'SIGTERM', 1);
  yield await open(stand, plan.opened);
  await makeMonths(stand);
  yield await statistics(stand, plan.pending);
  await seed(stand, plan.pending, farAway(), overAYear(plan.pending));
  await settle(stand);
  const others = await Promise.all(rivals.map(async (name) => [name, await Rival.install(name, stand)] as const));
  for (const [, rival] of others) {
    await rival.seed(plan.pending, farAway());
    await rival.settle();
  }
  const index = await indexSize(stand);
  const one = await contest(stand, plan, 1, others);
  yield one.rows;
  await stand.city.platform.start(service);
  yield (await contest(stand, plan, 2, others)).rows;
  for (const [, rival] of others) await rival.drop();
  await stand.city.platform.kill(service, 'SIGTERM', 1);
  yield await lastingly(stand, plan, index);
  if (tenMillion) yield await amongTenMillion(stand, plan, one.perSecond);
}

/** The partitions of the last year, as the service makes them when it starts and finds clocks of their months. */
async function makeMonths(stand: Stand): Promise<void> {
  await seed(stand, 13, farAway(), `number * interval '28 days'`);
  await stand.city.platform.kill(service, 'SIGTERM', 0);
  await stand.city.platform.start(service);
  await until('each clock lies in its month', async () => (await stand.sql(`SELECT FROM ${schema}.clock_default LIMIT 1`)).length === 0);
  await stand.city.platform.kill(service, 'SIGTERM', 1);
}

async function open(stand: Stand, count: number): Promise<Row[]> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  await stand.city.platform.kill(service, 'SIGSTOP');
  const client = jetstream(connection);
  let left = count;
  const publish = async () => {
    while (left-- > 0) await client.publish(messageRegistered.subject, JSON.stringify(registered(left)));
  };
  await Promise.all(Array.from({ length: 64 }, publish));
  await connection.close();
  const eventsBefore = await eventsOf(stand, schema);
  const begun = performance.now();
  const { cpu } = await stand.processes.using(async () => {
    await stand.city.platform.kill(service, 'SIGCONT');
    await until('every clock runs', async () => (await eventsOf(stand, schema)) >= eventsBefore + count && (await clocks(stand)) >= count);
  });
  const perSecond = count / ((performance.now() - begun) / 1_000);
  await outboxIsEmpty(stand, schema);
  progress(`${count} clocks opened, ${Math.round(perSecond)}/s`);
  return [{ part, what: 'clocks opened from a full stream', value: perSecond, unit: '/s', goal: { atLeast: 10_000 }, cpu: perOperation(cpu, count) }];
}

function registered(index: number) {
  const messageId = randomUUIDv7();
  const now = new Date();
  return createEvent(messageRegistered, {
    subject: messageId,
    sequence: 1,
    time: now,
    data: {
      messageId,
      messageNumber: `HN20261123-${index}`,
      channel: 'board',
      registeredAt: now.toISOString(),
      occurredAt: now.toISOString(),
      kind: 'complaint',
      visibility: 'public',
      title: '和平路夜间路灯不亮',
      text: '和平路从一中到桥头，路灯三天不亮，请尽快修复。',
      addressedUnit: null,
      authorHash: '0'.repeat(64),
      sessionId: null,
      historical: false,
    },
  });
}

/** One instant, many clocks; and as many jobs of each rival, which have nothing to do. */
async function contest(stand: Stand, { rounds, pending, due }: ClocksPlan, workers: number, others: readonly (readonly [Contestant, Rival])[]) {
  const results = await interleaved<Contestant, Fired>(rounds, {
    ours: () => fire(stand, due),
    ...(Object.fromEntries(others.map(([name, rival]) => [name, () => firedBy(rival, workers, due)])) as Record<(typeof rivals)[number], () => Promise<Fired>>),
  });
  const rates = (name: Contestant) => results[name].map(({ perSecond }) => perSecond);
  const among = `${due} due at once among ${pending}, workers: ${workers}`;
  const row = (name: Contestant): Row => ({
    part, what: `${name === 'ours' ? 'fired' : name}, ${among}`, value: median(rates(name)), unit: '/s',
    ...(results[name][0] ? { cpu: perOperation(results[name][0].cpu, due) } : {}),
  });
  const better = rates('pg-boss').map((rate, round) => Math.max(rate, rates('graphile-worker')[round] ?? 0));
  return {
    perSecond: median(rates('ours')),
    rows: [
      row('ours'),
      ...rivals.map(row),
      { part, what: `fired : the better rival, workers: ${workers}`, value: ratio(rates('ours'), better), unit: '×', goal: { atLeast: 5 } },
      { part, what: `the first fired late by, workers: ${workers}`, value: median(results.ours.map(({ lateBy }) => lateBy)), unit: 'ms', goal: { atMost: 50 } },
    ] satisfies Row[],
  };
}

async function fire(stand: Stand, due: number): Promise<Fired> {
  const dueAt = await seedDue(due, (count, at) => seed(stand, count, at, `interval '3 days'`), () => settle(stand));
  const eventsBefore = await eventsOf(stand, schema);
  const { cpu } = await stand.processes.using(() =>
    until('every clock that was due has fired', async () => {
      if ((await eventsOf(stand, schema)) < eventsBefore + due) return false;
      const [row] = await stand.sql<{ behind: boolean }>(`SELECT EXISTS (SELECT FROM ${schema}.clock_hand WHERE next_fire_at <= $1) AS behind`, [dueAt]);
      return row?.behind === false;
    }),
  );
  const seconds = (Date.now() - dueAt.getTime()) / 1_000;
  const [first] = await stand.sql<{ at: Date }>(`SELECT min(fired_at) AS at FROM ${schema}.fired_step WHERE due_at = $1 AND step = 'overdue'`, [dueAt]);
  if (!first?.at) throw new Error('nothing fired');
  await outboxIsEmpty(stand, schema);
  progress(`${due} clocks fired, ${Math.round(due / seconds)}/s`);
  return { perSecond: due / seconds, lateBy: first.at.getTime() - dueAt.getTime(), cpu };
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
  if (wait < 1_000) throw new Error('the clocks were due before all of them were there');
  await pause(wait - 500);
  return dueAt;
}

const farAway = (): Date => new Date(Date.now() + 365 * 86_400_000);

/** Copies of a clock that the service has opened itself: each has been reminded of, is overdue at this instant, and goes on to the other steps. */
async function seed(stand: Stand, count: number, at: Date, age: string): Promise<void> {
  const later = ['urging', 'escalation-1', 'escalation-2', 'escalation-3'].map((step, index) => ({ step, at: new Date(at.getTime() + (index + 1) * 86_400_000) }));
  const steps = [{ step: 'reminder', at: new Date(at.getTime() - 3_600_000) }, { step: 'overdue', at }, ...later];
  await copyClocks(stand, { model: 'true', count, age, at: '$2::timestamptz', own: { steps: '$1::jsonb' }, fired: 'reminder', values: [JSON.stringify(steps), at] });
}

const settle = async (stand: Stand): Promise<void> => {
  await stand.sql(`VACUUM ANALYZE ${schema}.clock, ${schema}.clock_hand, ${schema}.fired_step, ${schema}.outbox`);
};

/** More fires, until there were enough to see whether memory or the index of what is pending grows with them. */
async function lastingly(stand: Stand, { due, fires }: ClocksPlan, sizeBefore: number): Promise<Row[]> {
  const rows: Row[] = [];
  const memory: number[] = [];
  const look = async () => {
    memory.push(stand.processes.memory()[service]?.now ?? NaN);
    rows.push({ part, what: `memory of the service after ${await fired(stand)} fires`, value: memory.at(-1) ?? NaN, unit: 'MiB' });
  };
  for (await look(); (await fired(stand)) < fires; await look()) await fire(stand, 2 * due);
  const all = await fired(stand);
  const sizeAfter = await indexSize(stand);
  await stand.sql(`VACUUM ${schema}.clock_hand`);
  return [
    ...rows,
    { part, what: 'memory after the last : after the first of these', value: (memory.at(-1) ?? NaN) / (memory[0] ?? NaN), unit: '×', goal: { atMost: 1.1 } },
    { part, what: 'index of pending clocks before the first fire', value: sizeBefore, unit: 'MiB' },
    { part, what: `index of pending clocks after ${all} fires`, value: sizeAfter, unit: 'MiB' },
    { part, what: 'index of pending clocks, rebuilt', value: await rebuiltSize(stand), unit: 'MiB' },
  ];
}

/** The figures of a year of which one message in twenty is still open, by a Postgres that has just started. */
async function statistics(stand: Stand, count: number): Promise<Row[]> {
  const answered = {
    ending: `CASE WHEN number % 20 = 0 THEN 'open' ELSE 'publicly-answered' END`,
    unit_code: `'unit ' || number % 80`, unit_name: `'单位' || number % 80`, channel: `(ARRAY['board', 'mailbox', 'microblog'])[1 + number % 3]`,
    submitted_in_time: 'number % 3 > 0', published_in_time: 'number % 3 > 0', within_reply_due: 'number % 4 > 0', within_final_due: 'number % 10 > 0',
    days_to_assignment: 'number % 3', days_to_submission: 'number % 9', days_to_publication: 'number % 11',
  };
  await copyClocks(stand, { model: 'true', count, age: overAYear(count), at: 'NULL::timestamptz', own: answered, values: [] });
  await stand.sql(`VACUUM ANALYZE ${schema}.clock, ${schema}.ended_message`);
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

const overAYear = (count: number): string => `(1 - number / ${count}.0) * interval '365 days'`;

async function amongTenMillion(stand: Stand, { rounds, due }: ClocksPlan, amongFewer: number): Promise<Row[]> {
  for (let count = await pending(stand); count < 10_000_000; count = await pending(stand)) await seed(stand, Math.min(1_000_000, 10_000_000 - count), farAway(), overAYear(1_000_000));
  await settle(stand);
  const results = await interleaved<'ours', Fired>(rounds, { ours: () => fire(stand, due) });
  const perSecond = median(results.ours.map((one) => one.perSecond));
  return [
    { part, what: `fired, ${due} due at once among 10000000, workers: 1`, value: perSecond, unit: '/s' },
    { part, what: 'among 10000000 : among fewer', value: perSecond / amongFewer, unit: '×', goal: { atLeast: 0.8 } },
  ];
}

/** MiB of the partial index that the sweep looks into. */
async function indexSize(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ size: string }>(`SELECT pg_relation_size('${schema}.clock_hand_next_fire_at') AS size`);
  return Number(row?.size) / 2 ** 20;
}

async function rebuiltSize(stand: Stand): Promise<number> {
  await stand.sql(`REINDEX INDEX ${schema}.clock_hand_next_fire_at`);
  return indexSize(stand);
}

async function clocks(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.clock`);
  return row?.count ?? 0;
}

async function pending(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.clock_hand WHERE next_fire_at IS NOT NULL`);
  return row?.count ?? 0;
}

async function fired(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.fired_step WHERE step = 'overdue'`);
  return row?.count ?? 0;
}
