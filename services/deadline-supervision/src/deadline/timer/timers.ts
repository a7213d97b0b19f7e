import { planned, type EntityManager } from '@wenzheng/platform';

type Queries = Pick<EntityManager, 'query'>;

/** The last `sequence` of each message: how many events this service has sent about it. */
export type Sequences = ReadonlyMap<string, number>;

interface Row {
  message_id: string;
  sequence: number;
}
const sequencesOf = (rows: readonly Row[]): Sequences => new Map(rows.map(({ message_id, sequence }) => [message_id, sequence]));

/** Locks the timers, in order of ids to avoid deadlocks. Lock the timer of a message before any other row of it. */
export async function lockTimers(manager: EntityManager, messageIds: readonly string[]): Promise<Sequences> {
  const rows = await manager.query<Row[]>(
    'SELECT message_id, sequence FROM deadline_timer WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE',
    [messageIds],
  );
  return sequencesOf(rows);
}

/** Those that have fallen due and that no other transaction has locked; of these messages, where they are named. */
export async function claimDueTimers(manager: EntityManager, now: Date, limit: number, among?: readonly string[]): Promise<Sequences> {
  const rows = await manager.query<Row[]>(
    `SELECT message_id, sequence FROM deadline_timer WHERE next_fire_at <= $1 ${among ? 'AND message_id = ANY ($3::uuid[])' : ''} ORDER BY next_fire_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    among ? [now, limit, among] : [now, limit],
  );
  return sequencesOf(rows);
}

/** It falls due then; null: not before something else is heard of the message. */
export async function setNextFire(manager: EntityManager, messageId: string, at: Date | null): Promise<void> {
  await manager.query('UPDATE deadline_timer SET next_fire_at = $2 WHERE message_id = $1', [messageId, at]);
}

export interface Timer {
  messageId: string;
  nextFireAt: Date | null;
  sequence: number;
}

/** The caller has locked them. What is as it was is not written. */
export async function writeTimers(manager: EntityManager, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return;
  await manager.query(
    planned(`INSERT INTO deadline_timer (message_id, next_fire_at, sequence) SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::int[])
     ON CONFLICT (message_id) DO UPDATE SET next_fire_at = excluded.next_fire_at, sequence = excluded.sequence
     WHERE (deadline_timer.next_fire_at, deadline_timer.sequence) IS DISTINCT FROM (excluded.next_fire_at, excluded.sequence)`),
    [timers.map(({ messageId }) => messageId), timers.map(({ nextFireAt }) => nextFireAt?.toISOString()), timers.map(({ sequence }) => sequence)],
  );
}

/** The next `sequence` of each message, for an event about it; its timer stays locked. */
export async function nextSequences(manager: EntityManager, messageIds: readonly string[]): Promise<Sequences> {
  await lockTimers(manager, messageIds);
  const [rows] = (await manager.query('UPDATE deadline_timer SET sequence = sequence + 1 WHERE message_id = ANY ($1::uuid[]) RETURNING message_id, sequence', [
    messageIds,
  ])) as [Row[], number];
  return sequencesOf(rows);
}

/** When the next deadline falls due. */
export async function earliestFire(queries: Queries, after: Date | null = null): Promise<Date | null> {
  const [row] = await queries.query<{ at: Date | null }[]>(
    `SELECT min(next_fire_at) AS at FROM deadline_timer WHERE next_fire_at ${after ? '> $1' : 'IS NOT NULL'}`,
    after ? [after] : [],
  );
  return row?.at ?? null;
}
