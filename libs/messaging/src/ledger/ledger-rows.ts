import { endings, type HeldBucket, type LedgerBucket, type Unregistered } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { fingerprintOf, hexadecimal, type BucketKey, type PublishedBucket } from './ledger.rules.js';

/** A bucket as the database counts it: `bits` is the digest in binary, each ending's count stands under its name. */
type CountedRow = BucketKey & { bits: string } & Record<(typeof endings)[number], string>;

export const countAll = (manager: EntityManager, relation: string): Promise<LedgerBucket[]> => count(manager, relation, []);

/**
 * Buckets that are recent, hold an open message, or held one when they were last published. Which these are is asked first,
 * so that no more is read than they hold, however many years a service has.
 */
export async function countWatched(manager: EntityManager, relation: string, since: string): Promise<LedgerBucket[]> {
  const older = await manager.query<BucketKey[]>(
    `SELECT channel, registered_on::text AS date FROM ${relation} WHERE ending = 'open' AND channel IS NOT NULL AND registered_on < $1
     UNION SELECT channel, date::text FROM ledger_published WHERE open > 0 AND date < $1`,
    [since],
  );
  // Apart, because each is a range of an index, and both together would be read through all of it. The days are said again for who keeps them in partitions.
  return count(
    manager,
    `(SELECT channel, registered_on, message_id, ending FROM ${relation} WHERE registered_on >= $1::date
      UNION ALL
      SELECT channel, registered_on, message_id, ending FROM ${relation}
      WHERE registered_on < $1::date AND registered_on = ANY ($3::date[]) AND (channel, registered_on) IN (SELECT * FROM unnest($2::text[], $3::date[]))) AS watched`,
    [since, older.map(({ channel }) => channel), older.map(({ date }) => date)],
  );
}

async function count(manager: EntityManager, from: string, parameters: unknown[]): Promise<LedgerBucket[]> {
  const counts = endings.map((ending) => `count(*) FILTER (WHERE ending = '${ending}') AS "${ending}"`).join(', ');
  const rows = await manager.query<CountedRow[]>(
    `SELECT channel, to_char(registered_on, 'YYYY-MM-DD') AS date, ${counts},
       bit_xor(('x' || encode(sha256(convert_to(message_id::text || ending, 'UTF8')), 'hex'))::bit(256))::text AS bits
     FROM ${from} WHERE channel IS NOT NULL
     GROUP BY channel, registered_on ORDER BY channel, registered_on`,
    parameters,
  );
  return rows.map((row) => ({
    channel: row.channel,
    date: row.date,
    counts: Object.fromEntries(endings.map((ending) => [ending, Number(row[ending])])) as LedgerBucket['counts'],
    digest: hexadecimal(row.bits),
  }));
}

/** 待甄别 by channel and day: few rows always, for the office decides about each within a working day and what is no message is rare. */
export const countHeld = (manager: EntityManager, table: string): Promise<HeldBucket[]> =>
  manager.query<HeldBucket[]>(
    `SELECT channel, to_char(registered_on, 'YYYY-MM-DD') AS date, (count(*) FILTER (WHERE hold = 'held'))::int AS held, (count(*) FILTER (WHERE hold = 'set-aside'))::int AS "setAside"
     FROM ${table} WHERE hold IS NOT NULL GROUP BY channel, registered_on ORDER BY channel, registered_on`,
  );

/** Of all buckets or, where a date is given, of those that {@link countWatched} counts even if they are gone. */
export const publishedBuckets = (manager: EntityManager, since: string | null): Promise<PublishedBucket[]> =>
  manager.query<PublishedBucket[]>(
    `SELECT channel, date::text, fingerprint FROM ledger_published WHERE $1::date IS NULL OR date >= $1 OR open > 0 ORDER BY channel, date`,
    [since],
  );

export async function rememberPublished(manager: EntityManager, changed: readonly LedgerBucket[], vanished: readonly LedgerBucket[]): Promise<void> {
  if (changed.length > 0) {
    await manager.query(
      `INSERT INTO ledger_published (channel, date, fingerprint, open) SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::int[])
       ON CONFLICT (channel, date) DO UPDATE SET fingerprint = excluded.fingerprint, open = excluded.open`,
      [changed.map(({ channel }) => channel), changed.map(({ date }) => date), changed.map(fingerprintOf), changed.map(({ counts }) => counts.open)],
    );
  }
  if (vanished.length > 0) {
    await manager.query('DELETE FROM ledger_published WHERE (channel, date) IN (SELECT * FROM unnest($1::text[], $2::date[]))', [
      vanished.map(({ channel }) => channel),
      vanished.map(({ date }) => date),
    ]);
  }
}

/**
 * Messages of which only later facts have come, and that for longer than such a disorder lasts: nothing else counts them.
 * `early` selects the ids of all of which the registration has not come yet; since when they wait, the ledger sees for itself.
 */
export async function unregistered(manager: EntityManager, early: string, now: Date, since: Date): Promise<Unregistered> {
  await manager.query(`DELETE FROM ledger_unregistered WHERE message_id NOT IN (${early})`);
  await manager.query(`INSERT INTO ledger_unregistered (message_id, since) SELECT message_id, $1 FROM (${early}) AS early ON CONFLICT DO NOTHING`, [now]);
  const rows = await manager.query<{ id: string; count: number }[]>(
    `SELECT message_id AS id, count(*) OVER ()::int AS count FROM ledger_unregistered WHERE since <= $1 ORDER BY since, message_id LIMIT 20`,
    [since],
  );
  return { count: rows[0]?.count ?? 0, messageIds: rows.map(({ id }) => id) };
}
