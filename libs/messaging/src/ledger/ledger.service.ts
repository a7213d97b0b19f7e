import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createEvent, ledgerCounted, type HeldBucket, type LedgerBucket, type LedgerEntry, type ServiceName, type Unregistered } from '@wenzheng/contracts';
import { codeOf, DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { countAll, countHeld, countWatched, publishedBuckets, rememberPublished, unregistered } from './ledger-rows.js';
import { changesSince, countsEverything, partsOf, publishesEverything, recentSince, type BucketKey } from './ledger.rules.js';
import { appendToOutbox } from '../outbox/outbox.js';

/** Facts that overtake their message's registration are usually milliseconds ahead; after this long something is wrong. */
const registrationMs = 10 * 60_000;

export const LEDGER_OPTIONS = Symbol('ledger options');

export interface LedgerOptions {
  service: ServiceName;
  /** Table or view with `message_id uuid, channel text, registered_on date, ending text`; rows without a channel are not counted. */
  relation: string;
  /** Table or view with the `message_id` of each message whose registration has not come; default: the rows of `relation` without a channel. */
  early?: string | undefined;
  /** Table with `channel`, `registered_on` and `hold`: 待甄别, of which `relation` has none. Absent where nothing is ever held. */
  held?: string | undefined;
  /** Seconds of real time between two counts; default 20. */
  LEDGER_SECONDS?: number | undefined;
}

interface StateRow {
  sequence: string;
  counted_at: Date | null;
  completed_at: Date | null;
  complete_milliseconds: number | null;
}

/**
 * Counts the service's own business table by channel and day, in one snapshot, and says so on the bus (R04). Guarantee:
 * of several replicas one counts per interval. Time is real time: counting is housekeeping, not business.
 */
@Injectable()
export class LedgerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private isFirst = true;
  private everythingAt: Date | null = null;
  private readonly intervalMs: number;
  private readonly counts: Loop;
  private readonly relation: string;
  private readonly early: string;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LEDGER_OPTIONS) private readonly options: LedgerOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.relation = relationName(options.relation);
    this.early = options.early
      ? `SELECT message_id FROM ${relationName(options.early)}`
      : `SELECT message_id FROM ${this.relation} WHERE channel IS NULL`;
    this.intervalMs = (options.LEDGER_SECONDS ?? 15) * 1_000;
    this.counts = new Loop({
      everyMs: this.intervalMs,
      round: async () => void (await this.count()),
      failed: (error) => this.logger.warn({ error: describeError(error) }, 'ledger not counted'),
    });
  }

  onApplicationBootstrap(): void {
    this.counts.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.counts.stop();
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

    const earlier = { completedAt: state.completed_at, completeMilliseconds: state.complete_milliseconds, everythingAt: this.everythingAt };
    const everything = countsEverything(earlier, now, this.isFirst);
    const complete = publishesEverything(earlier, now, this.isFirst);
    const since = recentSince(now);
    const started = performance.now();
    const counted = await (everything ? countAll(manager, this.relation) : countWatched(manager, this.relation, since));
    const milliseconds = Math.round(performance.now() - started);
    if (everything) this.everythingAt = now;
    const { changed, vanished } = changesSince(await publishedBuckets(manager, everything ? null : since), counted);
    const parts = partsOf(complete ? counted : [...changed, ...vanished]);
    const waiting = await unregistered(manager, this.early, now, new Date(now.getTime() - registrationMs));
    const held = this.options.held === undefined ? undefined : await countHeld(manager, relationName(this.options.held));
    await this.publish(manager, { now, complete, parts, unregistered: waiting, held, after: Number(state.sequence) });
    await rememberPublished(manager, changed, vanished);
    await manager.query(
      `UPDATE ledger_count SET sequence = $1, counted_at = $2,
         completed_at = CASE WHEN $3 THEN $2 ELSE completed_at END,
         complete_milliseconds = CASE WHEN $4 THEN $5 ELSE complete_milliseconds END`,
      [Number(state.sequence) + parts.length, now, complete, everything, milliseconds],
    );
    return true;
  }

  private async publish(
    manager: EntityManager,
    count: { now: Date; complete: boolean; parts: LedgerBucket[][]; unregistered: Unregistered; held: HeldBucket[] | undefined; after: number },
  ): Promise<void> {
    const { now, complete, parts, unregistered, held } = count;
    const envelopes = parts.map((buckets, index) =>
      createEvent(ledgerCounted[this.options.service], {
        subject: this.options.service,
        sequence: count.after + index + 1,
        time: now,
        data: { countedAt: now.toISOString(), complete, part: index + 1, parts: parts.length, buckets, unregistered, ...(held && { held }) },
      }),
    );
    await appendToOutbox(manager, envelopes);
  }
}

function relationName(name: string): string {
  if (!/^[a-z_]+$/.test(name)) throw new Error(`not the name of a ledger relation: ${name}`);
  return name;
}
