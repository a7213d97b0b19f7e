import type { EventEnvelope } from '@wenzheng/contracts';
import { joinedJson, jsonTexts, planned, traceparentOf, type DataSource, type EntityManager } from '@wenzheng/platform';

/**
 * For a statement that inserts its outbox rows itself, as intake's does in a CTE: name these three columns, in this
 * order; the others have defaults. `subject` is the envelope's `type`, `envelope` its JSON.
 */
export const outboxColumns = '(event_id, subject, envelope)';

const insertSql = planned(
  `INSERT INTO outbox ${outboxColumns} SELECT * FROM unnest($1::uuid[], $2::text[], ${jsonTexts('$3')})`,
);

/**
 * Event ids, subjects and envelopes as they are published. An envelope without a `traceparent` gets that of what causes it:
 * where several events are handled together, of the one with the same `subject`.
 */
export function outboxRows(envelopes: readonly EventEnvelope[]): [ids: string[], subjects: string[], envelopes: string[]] {
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
  const [ids, subjects, texts] = outboxRows(envelopes);
  await manager.query(insertSql, [ids, subjects, joinedJson(texts)]);
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
   * How many events wait to be published, counted up to `atMost`; parked ones do not count, nor those up to the last that was
   * ever published again. The answer may be 250 ms old, so that every request may ask.
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

  /**
   * Marks kept events as not yet published, parked ones included, so that the relay publishes them again, oldest first: a
   * wiped stream comes back. Consumers that had them already are not affected, thanks to their inbox.
   * @returns how many
   */
  async republish(options: RepublishOptions = {}): Promise<number> {
    const [{ last }] = (await this.dataSource.query(`SELECT coalesce(max(position), 0) AS last FROM outbox`)) as [{ last: string }];
    let [count, cursor] = [0, '0'];
    for (;;) {
      const marked = await this.#markChunk(options, cursor, last);
      if (marked.count === 0) return count;
      count += marked.count;
      cursor = marked.cursor;
    }
  }

  /** In pieces, each its own short transaction, so that no row stays locked for long. */
  async #markChunk({ from, to, subjects }: RepublishOptions, after: string, last: string): Promise<{ count: number; cursor: string }> {
    const [row] = (await this.dataSource.query(
      `WITH chunk AS (
         SELECT position, created_on FROM outbox
         WHERE position > $4 AND position <= $5
           AND (relayed_at IS NOT NULL OR parked_reason IS NOT NULL)
           AND ($1::timestamptz IS NULL OR created_at >= $1)
           AND ($2::timestamptz IS NULL OR created_at < $2)
           AND ($3::text[] IS NULL OR subject = ANY ($3))
         ORDER BY position LIMIT 2000
       ), marked AS (
         UPDATE outbox SET relayed_at = NULL, parked_reason = NULL FROM chunk
         WHERE outbox.position = chunk.position AND outbox.created_on = chunk.created_on
       ), remembered AS (
         UPDATE outbox_republication SET up_to = greatest(up_to, (SELECT max(position) FROM chunk))
       ), told AS (
         SELECT pg_notify('outbox_' || current_schema(), '')
       )
       SELECT count(*)::int AS count, coalesce(max(position), 0) AS cursor FROM chunk, told`,
      [from ?? null, to ?? null, subjects ?? null, after, last],
    )) as [{ count: number; cursor: string }];
    return row;
  }

  async #count(atMost: number): Promise<number> {
    const [row] = (await this.dataSource.query(
      `SELECT count(*)::int AS depth
       FROM (
         SELECT FROM outbox WHERE relayed_at IS NULL AND parked_reason IS NULL AND position > (SELECT up_to FROM outbox_republication) LIMIT $1
       ) AS waiting`,
      [atMost],
    )) as [{ depth: number }];
    return row.depth;
  }
}
