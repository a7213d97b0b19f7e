import { planned, type EntityManager } from '@wenzheng/platform';

type Queries = Pick<EntityManager, 'query'>;

/** How many events were sent about each message. */
export type Versions = Map<string, number>;

interface Row {
  message_id: string;
  version: number;
}
const versionsOf = (rows: readonly Row[]): Versions => new Map(rows.map(({ message_id, version }) => [message_id, version]));

/** One at a time for each of these messages, in order of ids, so that no two wait crosswise. Whatever else is locked is locked after this. */
export async function lockHands(manager: EntityManager, messageIds: readonly string[]): Promise<Versions> {
  const rows = await manager.query<Row[]>(
    'SELECT message_id, version FROM clock_hand WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE',
    [messageIds],
  );
  return versionsOf(rows);
}

/** Those whose time has come and that nobody has in hand. Waits for no one. */
export async function claimDueHands(manager: EntityManager, now: Date, limit: number): Promise<Versions> {
  const rows = await manager.query<Row[]>(
    'SELECT message_id, version FROM clock_hand WHERE next_fire_at <= $1 ORDER BY next_fire_at LIMIT $2 FOR UPDATE SKIP LOCKED',
    [now, limit],
  );
  return versionsOf(rows);
}

export interface Hand {
  messageId: string;
  nextFireAt: Date | null;
  version: number;
}

/** The caller holds their locks, or that of their messages where they are new. */
export async function writeHands(manager: EntityManager, hands: readonly Hand[]): Promise<void> {
  if (hands.length === 0) return;
  await manager.query(
    planned(`INSERT INTO clock_hand (message_id, next_fire_at, version) SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::int[])
     ON CONFLICT (message_id) DO UPDATE SET next_fire_at = excluded.next_fire_at, version = excluded.version`),
    [hands.map(({ messageId }) => messageId), hands.map(({ nextFireAt }) => nextFireAt?.toISOString()), hands.map(({ version }) => version)],
  );
}

/** The next `sequence` of each message, for an event about it; its hand stays locked. */
export async function nextVersions(manager: EntityManager, messageIds: readonly string[]): Promise<Versions> {
  await lockHands(manager, messageIds);
  const [rows] = (await manager.query('UPDATE clock_hand SET version = version + 1 WHERE message_id = ANY ($1::uuid[]) RETURNING message_id, version', [
    messageIds,
  ])) as [Row[], number];
  return versionsOf(rows);
}

/** When the next clock falls due. */
export async function earliestFire(queries: Queries): Promise<Date | null> {
  const [row] = await queries.query<{ at: Date | null }[]>('SELECT min(next_fire_at) AS at FROM clock_hand WHERE next_fire_at IS NOT NULL');
  return row?.at ?? null;
}
