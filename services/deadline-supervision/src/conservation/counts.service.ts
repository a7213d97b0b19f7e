import { Injectable } from '@nestjs/common';
import type { EventData, ledgerCounted, ServiceName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

type Counted = EventData<typeof ledgerCounted.intake>;

/** Keeps the latest count of each bucket of each service, whatever the order in which counts and their parts arrive. */
@Injectable()
export class CountsService {
  async keep(manager: EntityManager, service: ServiceName, counts: readonly Counted[]): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' counts of ' || $1))`, [service]);
    for (const count of [...counts].sort((a, b) => Date.parse(a.countedAt) - Date.parse(b.countedAt))) {
      await insertPart(manager, service, count);
      await upsertBuckets(manager, service, count);
    }
    await this.settle(manager, service);
  }

  /**
   * After the last count that has arrived whole: what a complete one does not list is gone, and older parts are not needed, except
   * those of a complete one, which may still become whole.
   */
  private async settle(manager: EntityManager, service: ServiceName): Promise<void> {
    await manager.query(
      `WITH whole AS (
         SELECT counted_at, bool_or(complete) AS complete FROM ledger_part WHERE service = $1
         GROUP BY counted_at HAVING count(*) = max(parts)),
       gone AS (
         DELETE FROM ledger_bucket WHERE service = $1 AND counted_at < (SELECT max(counted_at) FROM whole WHERE complete))
       DELETE FROM ledger_part WHERE service = $1 AND counted_at < (SELECT max(counted_at) FROM whole)
         AND (NOT complete OR counted_at < (SELECT max(counted_at) FROM whole WHERE complete))`,
      [service],
    );
  }
}

async function insertPart(manager: EntityManager, service: ServiceName, count: Counted): Promise<void> {
  await manager.query(
    `INSERT INTO ledger_part (service, counted_at, part, parts, complete, unregistered, held) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [service, count.countedAt, count.part ?? 1, count.parts ?? 1, count.complete, count.unregistered ? JSON.stringify(count.unregistered) : null, count.held ? JSON.stringify(count.held) : null],
  );
}

/** Only a later count of a bucket replaces it; a bucket that a count does not list is unchanged. */
async function upsertBuckets(manager: EntityManager, service: ServiceName, { countedAt, buckets }: Counted): Promise<void> {
  if (buckets.length === 0) return;
  await manager.query(
    `INSERT INTO ledger_bucket (service, channel, date, counts, digest, counted_at)
     SELECT $1, channel, date, counts, digest, $2 FROM unnest($3::text[], $4::date[], $5::jsonb[], $6::text[]) AS bucket (channel, date, counts, digest)
     ON CONFLICT (service, channel, date) DO UPDATE
       SET counts = excluded.counts, digest = excluded.digest, counted_at = excluded.counted_at
       WHERE ledger_bucket.counted_at < excluded.counted_at`,
    [
      service,
      countedAt,
      buckets.map(({ channel }) => channel),
      buckets.map(({ date }) => date),
      buckets.map(({ counts }) => JSON.stringify(counts)),
      buckets.map(({ digest }) => digest),
    ],
  );
}
