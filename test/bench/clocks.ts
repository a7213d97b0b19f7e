import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createEvent, messageRegistered } from '@wenzheng/contracts';
import { connect } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { copyClocks } from './measure/copies.js';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import { outboxIsEmpty, until } from './measure/settled.js';
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
export async function measureClocks(stand: Stand, plan: ClocksPlan, tenMillion: boolean): Promise<Row[]> {
  await stand.city.platform.kill(service, 'SIGTERM', 1);
  const rows = await open(stand, plan.opened);
  await seed(stand, plan.pending, farAway());
  const others = await Promise.all(rivals.map(async (name) => [name, await Rival.install(name, stand)] as const));
  for (const [, rival] of others) await rival.seed(plan.pending, farAway());
  const index = await indexSize(stand);
  const one = await contest(stand, plan, 1, others);
  rows.push(...one.rows);
  await stand.city.platform.start(service);
  rows.push(...(await contest(stand, plan, 2, others)).rows);
  for (const [, rival] of others) await rival.drop();
  await stand.city.platform.kill(service, 'SIGTERM', 1);
  rows.push(...(await lastingly(stand, plan, index)));
  rows.push(...(await statistics(stand)));
  if (tenMillion) rows.push(...(await amongTenMillion(stand, plan, one.perSecond)));
  return rows;
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
  const begun = performance.now();
  const { cpu } = await stand.processes.using(async () => {
    await stand.city.platform.kill(service, 'SIGCONT');
    await until('every clock runs', async () => (await clocks(stand)) >= count);
  });
  const perSecond = count / ((performance.now() - begun) / 1_000);
  await outboxIsEmpty(stand, schema);
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
  const dueAt = await seedDue(due, (count, at) => seed(stand, count, at));
  const { cpu } = await stand.processes.using(() =>
    until('every clock that was due has fired', async () => {
      const [row] = await stand.sql<{ behind: boolean }>(`SELECT EXISTS (SELECT FROM ${schema}.clock_hand WHERE next_fire_at <= $1) AS behind`, [dueAt]);
      return row?.behind === false;
    }),
  );
  const seconds = (Date.now() - dueAt.getTime()) / 1_000;
  const [first] = await stand.sql<{ at: Date }>(`SELECT min(fired_at) AS at FROM ${schema}.fired_step WHERE due_at = $1`, [dueAt]);
  if (!first?.at) throw new Error('nothing fired');
  await outboxIsEmpty(stand, schema);
  return { perSecond: due / seconds, lateBy: first.at.getTime() - dueAt.getTime(), cpu };
}

async function firedBy(rival: Rival, workers: number, due: number): Promise<Fired> {
  const dueAt = await seedDue(due, (count, at) => rival.seed(count, at));
  return rival.fire(workers, due, dueAt);
}

/** An instant that comes when all of them are in. */
async function seedDue(due: number, insert: (count: number, at: Date) => Promise<void>): Promise<Date> {
  const sample = Math.ceil(due / 10);
  const begun = Date.now();
  await insert(sample, farAway());
  const dueAt = new Date(Date.now() + 3_000 + 25 * (Date.now() - begun));
  await insert(due, dueAt);
  const wait = dueAt.getTime() - Date.now();
  if (wait < 1_000) throw new Error('the clocks were due before all of them were there');
  await pause(wait - 500);
  return dueAt;
}

const farAway = (): Date => new Date(Date.now() + 365 * 86_400_000);

/** Copies of a clock that the service has opened itself, with one step each, registered within the last year. */
async function seed(stand: Stand, count: number, at: Date): Promise<void> {
  await copyClocks(stand, {
    model: 'true',
    count,
    at: '$2::timestamptz',
    own: {
      steps: '$1::jsonb',
      registered_on: `model.registered_on - number % 365`,
      registered_at: `model.registered_at - number % 365 * interval '1 day'`,
    },
    values: [JSON.stringify([{ step: 'overdue', at: at.toISOString() }]), at],
  });
  await stand.sql(`ANALYZE ${schema}.clock, ${schema}.clock_hand`);
}

/** More fires, until there were enough to see whether memory or the index of what is pending grows with them. */
async function lastingly(stand: Stand, { due, fires }: ClocksPlan, sizeBefore: number): Promise<Row[]> {
  const memory = () => stand.processes.memory()[service]?.now ?? NaN;
  const [before, begun] = [memory(), await fired(stand)];
  while ((await fired(stand)) < fires) await fire(stand, due);
  const all = await fired(stand);
  const sizeAfter = await indexSize(stand);
  await stand.sql(`VACUUM ${schema}.clock_hand`);
  return [
    { part, what: `memory of the service after ${begun} fires`, value: before, unit: 'MiB' },
    { part, what: `memory of the service after ${all} fires`, value: memory(), unit: 'MiB' },
    { part, what: 'index of pending clocks before the first fire', value: sizeBefore, unit: 'MiB' },
    { part, what: `index of pending clocks after ${all} fires`, value: sizeAfter, unit: 'MiB' },
    { part, what: 'index of pending clocks, rebuilt', value: await rebuiltSize(stand), unit: 'MiB' },
  ];
}

/** A year's figures, by a Postgres that has just started. */
async function statistics(stand: Stand): Promise<Row[]> {
  const token = await stand.city.token('supervision-office');
  await stand.restartPostgres();
  const today = new Date();
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const address = `${stand.endpoints.services[service]}/v1/statistics?from=${day(today.getTime() - 366 * 86_400_000)}&to=${day(today.getTime() + 86_400_000)}`;
  const read = async (): Promise<number> => {
    const begun = performance.now();
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`statistics answered ${response.status}`);
    return performance.now() - begun;
  };
  const count = await clocks(stand);
  return [
    { part, what: `statistics of a year, ${count} clocks, Postgres just started`, value: await read(), unit: 'ms', goal: { atMost: 2_000 } },
    { part, what: `statistics of a year, ${count} clocks, once more`, value: await read(), unit: 'ms' },
  ];
}

async function amongTenMillion(stand: Stand, { rounds, due }: ClocksPlan, amongFewer: number): Promise<Row[]> {
  for (let count = await clocks(stand); count < 10_000_000; count = await clocks(stand)) await seed(stand, Math.min(1_000_000, 10_000_000 - count), farAway());
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

async function fired(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.fired_step`);
  return row?.count ?? 0;
}
