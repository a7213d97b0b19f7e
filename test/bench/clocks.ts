import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createEvent, messageRegistered } from '@wenzheng/contracts';
import { connect } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { perOperation, type Row } from './measure/report.js';
import { outboxIsEmpty, until } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface ClocksPlan {
  pending: number;
  due: number;
  /** Registrations whose clocks are opened, from a full stream. */
  opened: number;
}

const part = 'clocks';

/** deadline-supervision alone: clocks opened from a full stream, then many that fall due at one instant among many more. */
export async function measureClocks(stand: Stand, plan: ClocksPlan): Promise<Row[]> {
  return [...(await open(stand, plan.opened)), ...(await fire(stand, plan))];
}

async function open(stand: Stand, count: number): Promise<Row[]> {
  const { user, password } = stand.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: stand.endpoints.nats, user, pass: password });
  await stand.city.platform.kill('deadline-supervision', 'SIGSTOP');
  const client = jetstream(connection);
  let left = count;
  const publish = async () => {
    while (left-- > 0) await client.publish(messageRegistered.subject, JSON.stringify(registered(left)));
  };
  await Promise.all(Array.from({ length: 64 }, publish));
  await connection.close();
  const begun = performance.now();
  const { cpu } = await stand.processes.using(async () => {
    await stand.city.platform.kill('deadline-supervision', 'SIGCONT');
    await until('every clock runs', async () => (await clocks(stand)) >= count);
  });
  const perSecond = count / ((performance.now() - begun) / 1_000);
  await outboxIsEmpty(stand, 'deadline_supervision');
  return [{ part, what: 'clocks opened from a full stream', value: perSecond, unit: '/s', cpu: perOperation(cpu, count) }];
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

async function fire(stand: Stand, { pending, due }: ClocksPlan): Promise<Row[]> {
  await seed(stand, pending, 'pending', new Date(Date.now() + 365 * 86_400_000));
  // By then the others are in too, and the sweep has nothing else to do.
  const dueAt = new Date(Date.now() + 10_000 + due / 4);
  await seed(stand, due, 'due', dueAt);
  await stand.sql('ANALYZE deadline_supervision.clock');
  await stand.sql('CHECKPOINT');
  const wait = dueAt.getTime() - Date.now();
  if (wait < 1_000) throw new Error('the clocks were due before all of them were there');
  await pause(wait - 500);
  const { cpu } = await stand.processes.using(() => until('every clock that was due has fired', async () => (await fired(stand)) >= due, 100));
  const seconds = (Date.now() - dueAt.getTime()) / 1_000;
  const [first] = await stand.sql<{ at: Date }>('SELECT min(fired_at) AS at FROM deadline_supervision.fired_step');
  if (!first) throw new Error('nothing fired');
  return [
    { part, what: `fired, ${due} due at once, ${pending} pending`, value: due / seconds, unit: '/s', cpu: perOperation(cpu, due) },
    { part, what: 'the first fired late by', value: first.at.getTime() - dueAt.getTime(), unit: 'ms' },
  ];
}

/** Copies of a clock that the service has opened itself, with one step each. */
async function seed(stand: Stand, count: number, prefix: string, at: Date): Promise<void> {
  const columns = await stand.sql<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'deadline_supervision' AND table_name = 'clock'`,
  );
  const own: Record<string, string> = { message_id: 'gen_random_uuid()', message_number: '$1::text || number', steps: '$2::jsonb', next_fire_at: '$3::timestamptz' };
  await stand.sql(
    `INSERT INTO deadline_supervision.clock (${columns.map(({ name }) => name).join(', ')})
     SELECT ${columns.map(({ name }) => own[name] ?? `model.${name}`).join(', ')}
     FROM (SELECT * FROM deadline_supervision.clock LIMIT 1) AS model, generate_series(1, $4::int) AS number`,
    [prefix, JSON.stringify([{ step: 'overdue', at: at.toISOString() }]), at, count],
  );
}

async function clocks(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>('SELECT count(*)::int AS count FROM deadline_supervision.clock');
  return row?.count ?? 0;
}

async function fired(stand: Stand): Promise<number> {
  const [row] = await stand.sql<{ count: number }>('SELECT count(*)::int AS count FROM deadline_supervision.fired_step');
  return row?.count ?? 0;
}
