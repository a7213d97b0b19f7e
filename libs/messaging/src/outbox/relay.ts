import { JetStreamApiError } from '@nats-io/jetstream';
import { SpanKind, type Histogram } from '@opentelemetry/api';
import { backoff, causedWork, describeError, isTracing, Loop, Metrics, planned, type Cause, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { BatchPublisher, BusUnavailableError, PayloadTooLargeError } from './batch-publisher.js';
import { busMetrics } from '../bus-metrics.js';
import type { NatsLink } from '../bus/nats.js';
import { CommittedEvents, type OutboxRow } from './committed-events.js';
import { markRelayed, planByIndex, Settling } from './progress.js';

const batchRows = 500;
const batchBytes = 4 * 1024 * 1024;
/** What is younger is published from memory, by the replica that wrote it. */
const tableAgeMs = 2_000;
/** How long published positions gather before they are marked, and how many at most. */
const markMs = 200;
const markRows = 5_000;
/** So that the relay is back soon after the bus is. */
const longestPauseMs = 5_000;
/** Refusals of one row, alone, before it is parked; a bus that is away does not count, and a size never passes. */
const refusalsToPark = 10;
const messageTooLarge = 10054;

interface ClaimedRow extends OutboxRow {
  created_on: string;
  bytes: number;
}

interface Claim {
  rows: ClaimedRow[];
  /** They are published again, so that no progress is to be noted. */
  again: boolean;
  /** Others wait behind them. */
  more: boolean;
}

interface Relayed {
  more: boolean;
  troubled: boolean;
}
const nothing: Relayed = { more: false, troubled: false };

interface Outcome {
  relayed: ClaimedRow[];
  refused: { row: ClaimedRow; error: unknown }[];
  parked: { row: ClaimedRow; reason: string }[];
  /** The bus went away before every row had its answer. */
  interrupted: boolean;
}

/**
 * Publishes what the outbox holds: what this process has committed from memory, at once; what is older than two seconds and not marked
 * as published from the table, one replica at a time. Guarantee: every committed row is published at least once, however many
 * replicas relay and whenever any of them dies; a row that the server keeps refusing is parked, alarmed and holds up no other.
 * Limit: a row may be published twice, and rows of several transactions in any order.
 */
export class Relay {
  readonly #committed: CommittedEvents;
  readonly #settling: Settling;
  readonly #sizes: Histogram;
  readonly #refusals = new Map<string, number>();
  readonly #memory: Loop;
  readonly #table: Loop;
  readonly #marks: Loop;
  #published: string[] = [];
  #failures = 0;
  #memoryFailures = 0;
  #pausedUntil = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly link: NatsLink,
    private readonly logger: Logger,
    metrics = new Metrics(),
    /** How often the table is asked, in milliseconds. */
    private readonly pollMs = 1_000,
  ) {
    this.#committed = CommittedEvents.of(dataSource);
    this.#settling = new Settling(dataSource);
    this.#sizes = metrics.histogram(busMetrics.relayBatch);
    const failed = (error: unknown) => this.logger.warn({ error: describeError(error) }, 'outbox relay failed and will try again');
    this.#memory = new Loop({ everyMs: longestPauseMs, round: () => this.#relayMemory(), failed });
    this.#table = new Loop({ everyMs: longestPauseMs, round: () => this.#relayTable(), failed });
    this.#marks = new Loop({ everyMs: markMs, round: () => this.#mark(), failed });
  }

  start(): void {
    this.#committed.attach(() => this.#memory.wake());
    for (const loop of [this.#memory, this.#table, this.#marks]) loop.start();
  }

  /** Publishes what this process has committed, and marks it. */
  async stop(): Promise<void> {
    await Promise.all([this.#memory.stop(), this.#table.stop(), this.#marks.stop()]);
    if (this.link.connected) await this.#relayMemory();
    this.#committed.detach();
    await this.#mark();
  }

  /** Until nothing waits in memory. Whatever is not stored, or not surely, stays to the table. */
  async #relayMemory(): Promise<number> {
    for (;;) {
      // What has failed a moment ago would fail again, with every commit.
      if (performance.now() < this.#pausedUntil) this.#committed.clear();
      const rows = this.#committed.take(batchRows, batchBytes);
      if (rows.length === 0) return longestPauseMs;
      try {
        if (!this.link.connected) throw new BusUnavailableError('NATS is not connected');
        const publisher = new BatchPublisher(await this.link.connection);
        await this.#traced(rows, () => publisher.publish(publicationsOf(rows)));
        this.#memoryFailures = 0;
        this.link.stores();
        this.#published.push(...rows.map(({ position }) => position));
        if (this.#published.length >= markRows) this.#marks.wake();
      } catch (error) {
        this.#memoryFailures += 1;
        this.#committed.clear();
        this.#pausedUntil = performance.now() + backoff(this.#memoryFailures, longestPauseMs);
        if (error instanceof BusUnavailableError) this.link.storesNothing(error.cause);
        else this.logger.warn({ error: describeError(error), events: rows.length }, 'events were not published at once; the table has them');
      }
    }
  }

  /** In bulk. A mark that is lost with its process costs a second delivery. */
  async #mark(): Promise<void> {
    const positions = this.#published.splice(0);
    if (positions.length === 0) return;
    try {
      await markRelayed(this.dataSource, positions);
    } catch (error) {
      this.#published.push(...positions);
      throw error;
    }
  }

  async #relayTable(): Promise<number> {
    try {
      await this.#settling.settle();
      const { more, troubled } = await this.#relayBacklog();
      this.#failures = troubled ? this.#failures + 1 : 0;
      return troubled ? backoff(this.#failures) : more ? 0 : this.pollMs;
    } catch (error) {
      this.#failures += 1;
      if (error instanceof BusUnavailableError) this.link.storesNothing(error.cause);
      else this.logger.warn({ error: describeError(error), failures: this.#failures }, 'outbox relay failed and will try again');
      return backoff(this.#failures, longestPauseMs);
    }
  }

  /** Claims, publishes and marks one batch, in one transaction. */
  async #relayBacklog(): Promise<Relayed> {
    if (!this.link.connected) throw new BusUnavailableError('NATS is not connected');
    const publisher = new BatchPublisher(await this.link.connection);
    return this.dataSource.transaction(async (manager) => {
      const claimed = await claim(manager);
      if (claimed.rows.length === 0) return nothing;
      return { ...(await this.#traced(claimed.rows, () => this.#relay(manager, publisher, claimed))), more: claimed.more };
    });
  }

  #traced<T>(rows: readonly OutboxRow[], publish: () => Promise<T>): Promise<T> {
    this.#sizes.record(rows.length);
    return causedWork({ span: 'publish', kind: SpanKind.PRODUCER, attributes: { 'messaging.system': 'nats' }, causes: causesOf(rows) }, publish);
  }

  async #relay(manager: EntityManager, publisher: BatchPublisher, { rows, again }: Claim): Promise<Pick<Relayed, 'troubled'>> {
    const outcome: Outcome = { relayed: [], refused: [], parked: [], interrupted: false };
    try {
      await this.#publish(publisher, rows, outcome);
    } catch (error) {
      if (outcome.relayed.length === 0) throw error;
      outcome.interrupted = true;
    }
    this.#judge(outcome);
    await note(manager, outcome, again);
    return { troubled: outcome.interrupted || outcome.refused.length > outcome.parked.length };
  }

  /** A batch that is refused is halved until the rows at fault stand alone. */
  async #publish(publisher: BatchPublisher, rows: ClaimedRow[], outcome: Outcome): Promise<void> {
    try {
      await publisher.publish(publicationsOf(rows));
      this.link.stores();
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

const publicationsOf = (rows: readonly OutboxRow[]) => rows.map(({ subject, envelope }) => ({ subject, payload: Buffer.from(envelope) }));

const causesOf = (rows: readonly OutboxRow[]): Cause[] =>
  isTracing() ? rows.map(({ subject, envelope }) => ({ span: `publish ${subject}`, traceparent: traceparentInEnvelope.exec(envelope)?.[1] })) : [];

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);

const isTooLarge = (error: unknown): boolean =>
  error instanceof JetStreamApiError ? error.code === messageTooLarge : error instanceof PayloadTooLargeError;

const columns = 'position, created_on::text, subject, envelope, bytes';

/** Backlogs are short or are published by whole batches: one replica is enough, and no other publishes the same. */
const claimSql = planned(`
  SELECT row.* FROM outbox_progress
  CROSS JOIN LATERAL unnest(int8multirange(int8range(settled_below, NULL)) - relayed) AS gap
  CROSS JOIN LATERAL (
    SELECT ${columns} FROM outbox
    WHERE position >= lower(gap) AND position < coalesce(upper(gap), 9223372036854775807)
      AND relayed_at IS NULL AND parked_reason IS NULL AND created_at < now() - make_interval(secs => $2)
    ORDER BY position LIMIT $1
  ) AS row
  LIMIT $1`);

const claimAgainSql = planned(`
  SELECT row.* FROM outbox_again AS again
  CROSS JOIN LATERAL (SELECT ${columns} FROM outbox WHERE outbox.position = again.position AND outbox.created_on = again.created_on AND parked_reason IS NULL) AS row
  ORDER BY again.position LIMIT $1`);

async function claim(manager: EntityManager): Promise<Claim> {
  const [{ mine }] = (await manager.query(`SELECT pg_try_advisory_xact_lock(hashtext('outbox ' || current_schema())) AS mine`)) as [{ mine: boolean }];
  if (!mine) return { rows: [], again: false, more: false };
  await manager.query(planByIndex);
  const waiting = fitting((await manager.query(claimSql, [batchRows, tableAgeMs / 1_000])) as ClaimedRow[]);
  if (waiting.rows.length > 0) return { ...waiting, again: false };
  return { ...fitting((await manager.query(claimAgainSql, [batchRows])) as ClaimedRow[]), again: true };
}

function fitting(rows: ClaimedRow[]): Pick<Claim, 'rows' | 'more'> {
  let bytes = 0;
  const tooMuch = rows.findIndex((row, index) => (bytes += row.bytes) > batchBytes && index > 0);
  return tooMuch === -1 ? { rows, more: rows.length === batchRows } : { rows: rows.slice(0, tooMuch), more: true };
}

async function note(manager: EntityManager, { relayed, parked }: Outcome, again: boolean): Promise<void> {
  const positions = relayed.map(({ position }) => position);
  if (again) await manager.query('DELETE FROM outbox_again WHERE position = ANY ($1::bigint[])', [[...positions, ...parked.map(({ row }) => row.position)]]);
  else await markRelayed(manager, positions);
  for (const { row, reason } of parked) {
    await manager.query(`UPDATE outbox SET parked_reason = $3 WHERE position = $1 AND created_on = $2`, [row.position, row.created_on, reason]);
  }
}
