import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createEvent, endings, ledgerCounted, type LedgerBucket, type LedgerEntry, type ServiceName } from '@wenzheng/contracts';
import { codeOf, DATA_SOURCE, describeError, LOGGER, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { countsEverything, hexadecimal, partsOf, recentSince, withVanished, type BucketKey } from './ledger.rules.js';
import { appendToOutbox } from './outbox.js';

export const LEDGER_OPTIONS = Symbol('ledger options');

export interface LedgerOptions {
  service: ServiceName;
  /** Table or view with `message_id uuid, channel text, registered_on date, ending text`; rows without a channel are not counted. */
  relation: string;
  /** Seconds of real time between two counts; default 20. */
  LEDGER_SECONDS?: number | undefined;
}

/** A bucket as the database counts it: `bits` is the digest in binary, each ending's count stands under its name. */
type CountedRow = BucketKey & { bits: string } & Record<(typeof endings)[number], string>;

interface StateRow {
  sequence: string;
  counted_at: Date | null;
  completed_at: Date | null;
  complete_milliseconds: number | null;
  watched: BucketKey[];
}

/**
 * Counts the service's own business table by channel and day, in one snapshot, and says so on the bus (R04). Guarantee:
 * of several replicas one counts per interval. Time is real time: counting is upkeep, not business.
 */
@Injectable()
export class LedgerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private isFirst = true;
  private readonly intervalMs: number;
  private readonly relation: string;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LEDGER_OPTIONS) private readonly options: LedgerOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (!/^[a-z_]+$/.test(options.relation)) throw new Error(`not the name of a ledger relation: ${options.relation}`);
    this.relation = options.relation;
    this.intervalMs = (options.LEDGER_SECONDS ?? 20) * 1_000;
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Counts now, unless another replica has done so within half an interval; says whether it did. */
  async count(): Promise<boolean> {
    try {
      const counted = await this.dataSource.transaction('REPEATABLE READ', (manager) => this.countIn(manager));
      if (counted) this.isFirst = false;
      return counted;
    } catch (error) {
      // The other replica committed its count between our snapshot and our lock: it has done the work.
      if (codeOf(error) === '40001') return false;
      throw error;
    }
  }

  /** One bucket, message by message, in order of their ids. */
  async entries(bucket: BucketKey, after: string | undefined, limit: number): Promise<LedgerEntry[]> {
    return this.dataSource.query<LedgerEntry[]>(
      `SELECT message_id AS "messageId", ending FROM ${this.relation}
       WHERE channel = $1 AND registered_on = $2::date AND message_id > $3::uuid ORDER BY message_id LIMIT $4`,
      [bucket.channel, bucket.date, after ?? '00000000-0000-0000-0000-000000000000', limit],
    );
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.count()
        .catch((error: unknown) => this.logger.warn({ error: describeError(error) }, 'ledger not counted'))
        .then(() => this.schedule(this.intervalMs));
    }, delayMs);
  }

  private async countIn(manager: EntityManager): Promise<boolean> {
    const [lock] = await manager.query<{ held: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('ledger ' || current_schema())) AS held`,
    );
    if (!lock?.held) return false;
    // Millions of rows take longer than a request may; the lock keeps it to one replica.
    await manager.query(`SET LOCAL statement_timeout = '10min'`);
    const [state] = await manager.query<StateRow[]>('SELECT * FROM ledger_count');
    if (!state) throw new Error('ledger_count has no row');
    const now = new Date();
    if (!this.isFirst && state.counted_at && now.getTime() - state.counted_at.getTime() < this.intervalMs / 2) return false;

    const earlier = { completedAt: state.completed_at, completeMilliseconds: state.complete_milliseconds };
    const complete = countsEverything(earlier, now, this.isFirst);
    const started = performance.now();
    const counted = await (complete ? this.countAll(manager) : this.countWatched(manager, state.watched, recentSince(now)));
    const milliseconds = Math.round(performance.now() - started);
    const buckets = complete ? counted : withVanished(counted, state.watched);
    await this.publish(manager, { now, complete, buckets, after: Number(state.sequence) });
    const watched = buckets.filter((bucket) => bucket.counts.open > 0).map(({ channel, date }) => ({ channel, date }));
    await manager.query(
      `UPDATE ledger_count SET sequence = $1, counted_at = $2, watched = $3::jsonb,
         completed_at = CASE WHEN $4 THEN $2 ELSE completed_at END,
         complete_milliseconds = CASE WHEN $4 THEN $5 ELSE complete_milliseconds END`,
      [Number(state.sequence) + partsOf(buckets).length, now, JSON.stringify(watched), complete, milliseconds],
    );
    return true;
  }

  private async publish(
    manager: EntityManager,
    count: { now: Date; complete: boolean; buckets: LedgerBucket[]; after: number },
  ): Promise<void> {
    const parts = partsOf(count.buckets);
    const envelopes = parts.map((buckets, index) =>
      createEvent(ledgerCounted[this.options.service], {
        subject: this.options.service,
        sequence: count.after + index + 1,
        time: count.now,
        data: { countedAt: count.now.toISOString(), complete: count.complete, part: index + 1, parts: parts.length, buckets },
      }),
    );
    await appendToOutbox(manager, envelopes);
  }

  private countAll(manager: EntityManager): Promise<LedgerBucket[]> {
    return this.select(manager, '', []);
  }

  private countWatched(manager: EntityManager, watched: readonly BucketKey[], since: string): Promise<LedgerBucket[]> {
    return this.select(
      manager,
      `AND (registered_on >= $1::date
         OR (channel, registered_on) IN (SELECT channel, registered_on FROM ${this.relation} WHERE ending = 'open')
         OR (channel, registered_on) IN (SELECT * FROM unnest($2::text[], $3::date[])))`,
      [since, watched.map(({ channel }) => channel), watched.map(({ date }) => date)],
    );
  }

  private async select(manager: EntityManager, condition: string, parameters: unknown[]): Promise<LedgerBucket[]> {
    const counts = endings.map((ending) => `count(*) FILTER (WHERE ending = '${ending}') AS "${ending}"`).join(', ');
    const rows = await manager.query<CountedRow[]>(
      `SELECT channel, to_char(registered_on, 'YYYY-MM-DD') AS date, ${counts},
         bit_xor(('x' || encode(sha256(convert_to(message_id::text || ending, 'UTF8')), 'hex'))::bit(256))::text AS bits
       FROM ${this.relation} WHERE channel IS NOT NULL ${condition}
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
}
