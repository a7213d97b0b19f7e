import { JetStreamApiError } from '@nats-io/jetstream';
import { SpanKind, type Histogram } from '@opentelemetry/api';
import { backoff, causedWork, describeError, isTracing, Metrics, planned, type Cause, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { BatchPublisher, BusUnavailableError, PayloadTooLargeError } from './batch-publisher.js';
import { busMetrics } from './bus-metrics.js';
import type { NatsLink } from './nats.js';
import { OutboxBell } from './outbox-bell.js';

const claimRows = 500;
const claimBytes = 4 * 1024 * 1024;
/** Positions by which a transaction that commits late may be behind others, usually. */
const overtaken = 5_000;
/** So that the relay is back soon after the bus is. */
const longestPauseMs = 5_000;
/** Refusals of one row, alone, before it is parked; a bus that is away does not count, and a size never passes. */
const refusalsToPark = 10;
const messageTooLarge = 10054;

interface ClaimedRow {
  position: string;
  created_on: string;
  subject: string;
  envelope: string;
  bytes: number;
}

interface Claim {
  rows: ClaimedRow[];
  /** Others wait behind them. */
  more: boolean;
}

interface Relayed {
  claimed: number;
  more: boolean;
  troubled: boolean;
}
const nothing: Relayed = { claimed: 0, more: false, troubled: false };

interface Outcome {
  relayed: ClaimedRow[];
  refused: { row: ClaimedRow; error: unknown }[];
  parked: { row: ClaimedRow; reason: string }[];
  /** The bus went away before every row had its answer. */
  interrupted: boolean;
}

/**
 * Publishes what the outbox holds. Guarantee: every committed row is published at least once, however many replicas relay
 * and whenever any of them dies; a row that the server keeps refusing is parked, alarmed and holds up no other. Limit: a
 * row may be published twice, and rows of several transactions in any order.
 */
export class Relay {
  readonly #bell: OutboxBell;
  readonly #sizes: Histogram;
  readonly #refusals = new Map<string, number>();
  /** Where the backlog begins, as far as known: spares each claim the dead index entries of the ones before. */
  #from = 0;
  #fromUntil = 0;
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly link: NatsLink,
    private readonly logger: Logger,
    metrics = new Metrics(),
    /** How long at most a row waits whose NOTIFY was lost, in milliseconds. */
    private readonly pollMs = 1_000,
  ) {
    this.#bell = new OutboxBell(dataSource, logger);
    this.#sizes = metrics.histogram(busMetrics.relayBatch);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batch in hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#bell.start();
    for (let failures = 0; !this.#stopping; ) {
      try {
        const { more, troubled } = await this.relayOnce();
        failures = troubled ? failures + 1 : 0;
        if (troubled) await this.#bell.pause(backoff(failures));
        // What was committed meanwhile has rung.
        else if (!more) await this.#bell.wait(this.pollMs);
      } catch (error) {
        failures += 1;
        if (!this.#stopping) this.logger.warn({ error: describeError(error), failures }, 'outbox relay failed and will try again');
        await this.#bell.pause(backoff(failures, longestPauseMs));
      }
    }
  }

  /** Claims, publishes and marks one batch, in one transaction. */
  async relayOnce(): Promise<Relayed> {
    if (!this.link.connected) {
      if (this.#stopping) return nothing;
      throw new BusUnavailableError('NATS is not connected');
    }
    const publisher = new BatchPublisher(await this.link.connection);
    return this.dataSource.transaction(async (manager) => {
      const { rows, more } = await this.#claim(manager);
      if (rows.length === 0) return nothing;
      this.#sizes.record(rows.length);
      return causedWork({ span: 'publish', kind: SpanKind.PRODUCER, attributes: { 'messaging.system': 'nats' }, causes: causesOf(rows) }, async () => ({
        ...(await this.#relay(manager, publisher, rows)),
        more,
      }));
    });
  }

  async #relay(manager: EntityManager, publisher: BatchPublisher, rows: ClaimedRow[]): Promise<Omit<Relayed, 'more'>> {
    const outcome: Outcome = { relayed: [], refused: [], parked: [], interrupted: false };
    try {
      await this.#publish(publisher, rows, outcome);
    } catch (error) {
      if (outcome.relayed.length === 0) throw error;
      outcome.interrupted = true;
    }
    this.#judge(outcome);
    await mark(manager, outcome);
    return { claimed: rows.length, troubled: outcome.interrupted || outcome.refused.length > outcome.parked.length };
  }

  async #claim(manager: EntityManager): Promise<Claim> {
    // Transactions commit in another order than they took their positions: look from the beginning again and again.
    if (performance.now() > this.#fromUntil) {
      this.#from = 0;
      this.#fromUntil = performance.now() + this.pollMs;
    }
    let claimed = await claim(manager, this.#from);
    if (claimed.rows.length === 0 && this.#from !== 0) claimed = await claim(manager, 0);
    this.#from = Math.max(0, Number(claimed.rows[0]?.position ?? 0) - overtaken);
    return claimed;
  }

  /** A batch that is refused is halved until the rows at fault stand alone. */
  async #publish(publisher: BatchPublisher, rows: ClaimedRow[], outcome: Outcome): Promise<void> {
    try {
      await publisher.publish(rows.map((row) => ({ subject: row.subject, payload: Buffer.from(row.envelope) })));
      for (const row of rows) this.#refusals.delete(row.position);
      outcome.relayed.push(...rows);
    } catch (error) {
      if (error instanceof BusUnavailableError) throw error;
      const [only] = rows;
      if (only && rows.length === 1) {
        outcome.refused.push({ row: only, error });
        return;
      }
      const middle = Math.ceil(rows.length / 2);
      await this.#publish(publisher, rows.slice(0, middle), outcome);
      await this.#publish(publisher, rows.slice(middle), outcome);
    }
  }

  /** Which refused rows are given up. Where everything is refused, the bus is at fault and not each row. */
  #judge(outcome: Outcome): void {
    const everything = outcome.relayed.length === 0 && outcome.refused.length > 1;
    for (const { row, error } of outcome.refused) {
      const reason = reasonOf(error);
      const details = { position: row.position, subject: row.subject, bytes: row.bytes, reason };
      const refusals = (this.#refusals.get(row.position) ?? 0) + (everything ? 0 : 1);
      if (isTooLarge(error) || refusals >= refusalsToPark) {
        this.#refusals.delete(row.position);
        outcome.parked.push({ row, reason });
        this.logger.error({ ...details, alarm: 'outbox-parked' }, 'outbox event parked: the bus will not take it');
      } else {
        this.#refusals.set(row.position, refusals);
        this.logger.warn(details, 'outbox event refused by the bus');
      }
    }
  }
}

/** No text of a citizen's can look like this: JSON escapes its quotation marks. */
const traceparentInEnvelope = /"traceparent":"([\da-f-]{55})"/;

const causesOf = (rows: readonly ClaimedRow[]): Cause[] =>
  isTracing() ? rows.map(({ subject, envelope }) => ({ span: `publish ${subject}`, traceparent: traceparentInEnvelope.exec(envelope)?.[1] })) : [];

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);

const isTooLarge = (error: unknown): boolean =>
  error instanceof JetStreamApiError ? error.code === messageTooLarge : error instanceof PayloadTooLargeError;

/**
 * The planner must read the index of unrelayed rows in its order: with the statistics of a table that was empty a moment
 * ago it would fetch and sort the whole backlog for every batch. So the plan is always the same, and made once.
 */
const planByIndex = 'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off';

async function claim(manager: EntityManager, from: number): Promise<Claim> {
  await manager.query(planByIndex);
  const rows = (await manager.query(
    planned(`SELECT position, created_on::text, subject, envelope, bytes FROM outbox
     WHERE relayed_at IS NULL AND parked_reason IS NULL AND position >= $2
     ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED`),
    [claimRows, from],
  )) as ClaimedRow[];
  let bytes = 0;
  const fitting = rows.findIndex((row, index) => (bytes += row.bytes) > claimBytes && index > 0);
  return fitting === -1 ? { rows, more: rows.length === claimRows } : { rows: rows.slice(0, fitting), more: true };
}

async function mark(manager: EntityManager, { relayed, parked }: Outcome): Promise<void> {
  if (relayed.length > 0) {
    await manager.query(
      planned('UPDATE outbox SET relayed_at = now() WHERE position = ANY ($1::bigint[]) AND created_on = ANY ($2::date[])'),
      [relayed.map((row) => row.position), [...new Set(relayed.map((row) => row.created_on))]],
    );
  }
  for (const { row, reason } of parked) {
    await manager.query(`UPDATE outbox SET parked_reason = $3 WHERE position = $1 AND created_on = $2`, [
      row.position,
      row.created_on,
      reason,
    ]);
  }
}
