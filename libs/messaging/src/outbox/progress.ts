import { planned, type DataSource, type EntityManager } from '@wenzheng/platform';

/**
 * How far the outbox is published, in one narrow row: everything below `settled_below`, and the ranges of positions in `relayed`. The
 * outbox's own rows, which are wide, are not written again.
 */

/**
 * The planner must read the rows by their positions, in order: with the statistics of a table that was empty a moment ago it would
 * fetch and sort the whole backlog for every batch. So the plan is always the same, and is made once: with a partition a day that takes ten times as long as to run it.
 */
export const planByIndex = 'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off';

/** Notes that rows were published, in one statement for however many. */
export async function markRelayed(manager: EntityManager | DataSource, positions: readonly string[]): Promise<void> {
  if (positions.length === 0) return;
  await manager.query(
    planned(`UPDATE outbox_progress SET relayed = relayed + (SELECT range_agg(int8range(position, position + 1)) FROM unnest($1::bigint[]) AS position)`),
    [positions],
  );
}

/**
 * Draws `settled_below` up behind what is published. A position may be taken and not yet be seen, while its transaction is at work; it
 * holds a lock on the table from before it draws the position until it has ended. So the last position that is seen is noted, and then who
 * holds such a lock: whoever drew a lower one has ended by then or is among them, for the sequence gives positions one by one. When none of
 * them is at work any more, whatever is to come up to the noted position is there. The noted one is of a row that is committed, and not the
 * last that the sequence gave: what nobody committed, a server that has crashed gives anew.
 */
export class Settling {
  #noted: { last: string; writers: Set<string> } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  async settle(): Promise<void> {
    const writers = this.#noted && (await this.#writers());
    if (this.#noted && writers && ![...this.#noted.writers].some((writer) => writers.has(writer))) {
      await this.#settleUpTo(this.#noted.last);
      this.#noted = undefined;
    }
    if (this.#noted) return;
    const [{ last }] = (await this.dataSource.query('SELECT coalesce(max(position), 0) AS last FROM outbox')) as [{ last: string }];
    this.#noted = { last, writers: await this.#writers() };
  }

  async #writers(): Promise<Set<string>> {
    const rows = (await this.dataSource.query(
      `SELECT virtualtransaction AS writer FROM pg_locks
       WHERE locktype = 'relation' AND relation = 'outbox'::regclass AND mode = 'RowExclusiveLock'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )) as { writer: string }[];
    return new Set(rows.map(({ writer }) => writer));
  }

  async #settleUpTo(last: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(planByIndex);
      await manager.query(settleSql, [last]);
    });
  }
}

const settleSql = planned(`
  WITH first AS (
    SELECT waiting.position FROM outbox_progress
    CROSS JOIN LATERAL unnest(int8multirange(int8range(settled_below, greatest(settled_below, $1::bigint + 1))) - relayed) AS gap
    CROSS JOIN LATERAL (
      SELECT position FROM outbox
      WHERE position >= lower(gap) AND position < upper(gap) AND relayed_at IS NULL AND parked_reason IS NULL
      ORDER BY position LIMIT 1
    ) AS waiting
    LIMIT 1
  ), reached AS (SELECT coalesce((SELECT position FROM first), $1::bigint + 1) AS below)
  UPDATE outbox_progress SET settled_below = below, relayed = relayed - int8multirange(int8range(NULL, below))
  FROM reached WHERE below > settled_below`);
