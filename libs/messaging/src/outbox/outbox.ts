import type { EventEnvelope } from '@wenzheng/contracts';
import { audit, type Deed, joinedJson, jsonTexts, planned, traceparentOf, type DataSource, type EntityManager } from '@wenzheng/platform';
import { CommittedEvents } from './committed-events.js';

/**
 * For a statement that inserts its outbox rows itself, as intake's does in a CTE: name these three columns, in this order, and return
 * `event_id` and `position` for {@link publishAfterCommit}. `subject` is the envelope's `type`, `envelope` its JSON.
 */
export const outboxColumns = '(event_id, subject, envelope)';

const insertSql = planned(
  `INSERT INTO outbox ${outboxColumns} SELECT * FROM unnest($1::uuid[], $2::text[], ${jsonTexts('$3')}) RETURNING event_id, position`,
);

export type OutboxArrays = [ids: string[], subjects: string[], envelopes: string[]];

/**
 * Event ids, subjects and envelopes as they are published. An envelope without a `traceparent` gets that of what causes it:
 * where several events are handled together, of the one with the same `subject`.
 */
export function outboxRows(envelopes: readonly EventEnvelope[]): OutboxArrays {
  return [
    envelopes.map((envelope) => envelope.id),
    envelopes.map((envelope) => envelope.type),
    envelopes.map((envelope) => JSON.stringify(traced(envelope))),
  ];
}

function traced(envelope: EventEnvelope): EventEnvelope {
  const traceparent = envelope.traceparent ?? traceparentOf(envelope.subject);
  return traceparent ? { ...envelope, traceparent } : envelope;
}

/**
 * Writes events in the caller's transaction, in one statement. Guarantee: they are published, at least once, if and
 * only if the transaction commits. Limit: when, and in what order beside other transactions, is not promised.
 */
export async function appendToOutbox(manager: EntityManager, envelopes: readonly EventEnvelope[]): Promise<void> {
  if (envelopes.length === 0) return;
  const rows = outboxRows(envelopes);
  const [ids, subjects, texts] = rows;
  publishAfterCommit(manager, rows, await manager.query(insertSql, [ids, subjects, joinedJson(texts)]));
}

/**
 * Hands over what a statement has inserted into the outbox, to be published from memory as soon as the manager's transaction has
 * committed, or at once where it is in none. Not to call it costs some seconds: then the relay finds the rows in the table.
 * @param stored what the statement returned; rows of other ids were not written
 */
export function publishAfterCommit(manager: EntityManager, [ids, subjects, envelopes]: OutboxArrays, stored: readonly { event_id: string; position: string }[]): void {
  const positions = new Map(stored.map(({ event_id, position }) => [event_id, position]));
  const rows = ids.flatMap((id, index) => {
    const [position, subject, envelope] = [positions.get(id), subjects[index], envelopes[index]];
    return position && subject && envelope ? [{ position, subject, envelope }] : [];
  });
  CommittedEvents.of(manager.dataSource).add(manager, rows);
}

export interface RepublishOptions {
  /** Events written at or after, as real time. */
  from?: Date;
  /** Events written before. */
  to?: Date;
  subjects?: string[];
}

/** The service's outbox as a whole. */
export class Outbox {
  #depth: { at: number; value: Promise<number> } | undefined;

  constructor(private readonly dataSource: DataSource) {}

  append(manager: EntityManager, envelopes: readonly EventEnvelope[]): Promise<void> {
    return appendToOutbox(manager, envelopes);
  }

  /**
   * How many events wait to be published, counted up to `atMost`; parked ones do not count, nor those that are published again. The
   * answer may be 250 ms old, so that every request may ask, and what was published in the last 200 ms may still be in it.
   */
  depth(atMost = 1_000_000): Promise<number> {
    const now = performance.now();
    if (!this.#depth || now - this.#depth.at > 250) {
      const value = this.#count(atMost);
      this.#depth = { at: now, value };
      value.catch(() => (this.#depth = undefined));
    }
    return this.#depth.value;
  }

  /** First, and apart: what follows is many short transactions, and begins whatever becomes of them. */
  async recordRepublication(doer: Pick<Deed, 'by' | 'at'>, what: object): Promise<void> {
    await this.dataSource.transaction((manager) => audit(manager, { ...doer, did: 'outbox.republished', about: 'outbox', details: what }));
  }

  /**
   * Has kept events published again, parked ones included, oldest first: a wiped stream comes back. Consumers that had them already are
   * not affected, thanks to their inbox.
   * @returns how many
   */
  async republish(options: RepublishOptions = {}): Promise<number> {
    const [{ last }] = (await this.dataSource.query(`SELECT coalesce(max(position), 0) AS last FROM outbox`)) as [{ last: string }];
    let [count, cursor] = [0, '0'];
    for (;;) {
      const chosen = await this.#chooseChunk(options, cursor, last);
      if (chosen.count === 0) return count;
      count += chosen.count;
      cursor = chosen.cursor;
    }
  }

  /** In pieces, each its own short transaction. What waits to be published the first time needs no second. */
  async #chooseChunk({ from, to, subjects }: RepublishOptions, after: string, last: string): Promise<{ count: number; cursor: string }> {
    const [row] = (await this.dataSource.query(
      `WITH chunk AS (
         SELECT position, created_on, relayed_at, parked_reason FROM outbox, outbox_progress
         WHERE position > $4 AND position <= $5
           AND (position < settled_below OR relayed @> position OR relayed_at IS NOT NULL OR parked_reason IS NOT NULL)
           AND ($1::timestamptz IS NULL OR created_at >= $1)
           AND ($2::timestamptz IS NULL OR created_at < $2)
           AND ($3::text[] IS NULL OR subject = ANY ($3))
         ORDER BY position LIMIT 2000
       ), freed AS (
         UPDATE outbox SET parked_reason = NULL FROM chunk
         WHERE outbox.position = chunk.position AND outbox.created_on = chunk.created_on AND chunk.parked_reason IS NOT NULL
       ), chosen AS (
         INSERT INTO outbox_again (position, created_on) SELECT position, created_on FROM chunk ON CONFLICT DO NOTHING
       )
       SELECT count(*)::int AS count, coalesce(max(position), 0) AS cursor FROM chunk`,
      [from ?? null, to ?? null, subjects ?? null, after, last],
    )) as [{ count: number; cursor: string }];
    return row;
  }

  async #count(atMost: number): Promise<number> {
    const [row] = (await this.dataSource.query(
      `SELECT count(*)::int AS depth FROM (SELECT FROM outbox_waiting LIMIT $1) AS waiting`,
      [atMost],
    )) as [{ depth: number }];
    return row.depth;
  }
}
