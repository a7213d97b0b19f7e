import { randomUUIDv7 } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createEvent, messageRegistered, type EventEnvelope } from '@wenzheng/contracts';
import { Deadlines } from './measure/deadlines.js';
import { letters, type Letter } from './measure/letters.js';
import { perOperation, tableOf, type Row } from './measure/report.js';
import { until } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface HotIssuesPlan {
  /** Messages in all, of which the first and the last `sample` are looked at. */
  messages: number;
  sample: number;
  /** Clocks that fall due one after another, without and with hot issues at work. */
  clocks: number;
}

const part = 'hot-issues';
const schema = 'deadline_supervision';
const clockGapMs = 50;
const chunk = 8_000;

/** deadline-supervision alone: messages of an import put into issues, the first of them and those after many, and clocks that fall due meanwhile. */
export async function measureHotIssues(stand: Stand, { messages, sample, clocks }: HotIssuesPlan): Promise<Row[]> {
  const source = letters(20261123);
  let sent = 0;
  const send = async (count: number) => {
    const begun = await taken(stand);
    await publish(stand, Array.from({ length: count }, () => registered((sent += 1), source.next().value)));
    await until('the first of them is taken', async () => (await taken(stand)) > begun);
  };
  const done = () => until('no message waits', async () => (await taken(stand)) === sent);

  await publish(stand, [model()]);
  await until('its clock runs', async () => (await stand.sql(`SELECT 1 FROM ${schema}.deadline`)).length > 0);
  await until('it is taken', async () => (await taken(stand)) === 1);
  sent = 1;
  const atRest = await lateness(stand, clocks);
  const measured = async (count: number): Promise<Row[]> => {
    const [first, rows] = [await taken(stand), await rowsRead(stand)];
    await send(count);
    const [left, begun] = [sent - (await taken(stand)), performance.now()];
    const { cpu } = await stand.processes.using(done);
    const seconds = (performance.now() - begun) / 1_000;
    const what = `messages ${first} to ${sent}`;
    const found: Row[] = [
      { part, what: `${what}, put into issues`, value: left / seconds, unit: '/s', cpu: perOperation(cpu, left) },
      { part, what: `${what}, rows read for each`, value: ((await rowsRead(stand)) - rows) / count, unit: '' },
    ];
    console.log(tableOf(found));
    return found;
  };
  const few = await measured(sample);
  while (sent < messages - sample) await measured(Math.min(chunk, messages - sample - sent));
  const many = await measured(sample);
  await send(sample);
  const meanwhile = await lateness(stand, clocks);
  return [...few, ...many, ...latenessRows('at rest', atRest), ...latenessRows('with hot issues at work', meanwhile)];
}

const latenessRows = (when: string, { median, most }: { median: number; most: number }): Row[] => [
  { part, what: `clocks fired late by, ${when}: half of them`, value: median, unit: 'ms' },
  { part, what: `clocks fired late by, ${when}: at most`, value: most, unit: 'ms' },
];

async function publish(stand: Stand, events: EventEnvelope[]): Promise<void> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  const client = jetstream(connection);
  const send = async () => {
    for (let event = events.pop(); event; event = events.pop()) await client.publish(event.type, JSON.stringify(event));
  };
  await Promise.all(Array.from({ length: 64 }, send));
  await connection.close();
}

/** Of the past, one every five minutes: 100,000 are a year. */
function registered(number: number, { person, title, text }: Letter, historical = true): EventEnvelope {
  const at = historical ? new Date(Date.UTC(2024, 0, 1) + number * 300_000) : new Date();
  const messageId = randomUUIDv7();
  return createEvent(messageRegistered, {
    subject: messageId, sequence: 1, time: at,
    data: {
      messageId, messageNumber: `HN${number}`, channel: 'board', registeredAt: at.toISOString(), occurredAt: at.toISOString(), kind: 'complaint', visibility: 'public',
      title, text, addressedUnit: null, authorHash: person, sessionId: null, historical,
    },
  });
}

/** Has a clock, of which copies are made. */
const model = (): EventEnvelope => registered(0, { person: '0'.repeat(64), title: '和平路夜间路灯不亮', text: '请尽快修复。' }, false);

async function taken(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(`SELECT coalesce(max(position), 0)::int AS count FROM ${schema}.hot_member`);
  return row?.count ?? 0;
}

/** From every table of hot issues, by whatever way. */
async function rowsRead(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>(
    `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 AS count FROM pg_stat_user_tables WHERE schemaname = $1 AND relname LIKE 'hot\\_%'`,
    [schema],
  );
  return row?.count ?? 0;
}

/** Of clocks that fall due one after another, how late half of them fired, and the latest. */
async function lateness(stand: Stand, count: number): Promise<{ median: number; most: number }> {
  const from = new Date(Date.now() + 2_000);
  const to = new Date(from.getTime() + count * clockGapMs);
  await (await Deadlines.of(stand)).copy({
    model: `message_number = 'HN0'`,
    count,
    at: `$1::timestamptz + number * interval '1 ms' * $2`,
    // At any hour: what goes out to people would wait for working hours.
    own: { steps: `jsonb_build_array(jsonb_build_object('step', 'overdue', 'at', due_at))` },
    values: [from, clockGapMs],
  });
  const fired = () => stand.sql<{ late: number }>(
    `SELECT (1000 * extract(epoch FROM fired_at - due_at))::float8 AS late FROM ${schema}.fired_step WHERE due_at > $1 AND due_at <= $2 ORDER BY late`,
    [from, to],
  );
  await until('every clock that was due has fired', async () => (await fired()).length === count);
  const late = (await fired()).map((row) => row.late);
  return { median: late[Math.floor(late.length / 2)] ?? NaN, most: late.at(-1) ?? NaN };
}
