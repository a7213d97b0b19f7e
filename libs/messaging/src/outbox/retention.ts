import { alterPartitions, createPartition, describeError, Loop, type DataSource, type Logger, type Partition } from '@wenzheng/platform';
import type { MessagingConfig } from '../config.js';
import { dueWorkStream } from '../due-work/due-work.js';

const everyMs = 10 * 60_000;
const daysAhead = 7;
const inboxChunk = 5_000;
const dayMs = 86_400_000;

/**
 * Makes the outbox's day partitions ahead, drops those that have served their time, forgets old inbox rows, and what dead letters
 * say no later than what the outbox says; all in real time. Guarantee: a day that holds an event not yet published, or parked, is never dropped. One replica at a time.
 */
export class Retention {
  readonly #sweeps = new Loop({
    everyMs,
    round: () => this.sweep(),
    failed: (error) => this.logger.error({ error: describeError(error) }, 'retention failed and will try again'),
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly config: Pick<MessagingConfig, 'OUTBOX_RETENTION_DAYS' | 'INBOX_RETENTION_DAYS'>,
  ) {}

  start(): void {
    this.#sweeps.start();
  }

  async stop(): Promise<void> {
    await this.#sweeps.stop();
  }

  async sweep(today = new Date()): Promise<void> {
    for (let day = 0; day <= daysAhead; day += 1) await createPartition(this.dataSource, partitionOf(today.getTime() + day * dayMs));
    const oldest = partitionOf(today.getTime() - this.config.OUTBOX_RETENTION_DAYS * dayMs);
    for (const name of await this.#partitionsBefore(oldest)) {
      await alterPartitions(this.dataSource, 'outbox', (manager) => manager.query('SELECT drop_outbox_day($1)', [name]));
    }
    await this.#forget();
    await this.#forgetWords();
  }

  async #partitionsBefore({ name }: Partition): Promise<string[]> {
    const rows = (await this.dataSource.query(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'outbox'::regclass AND relname ~ '^outbox_\\d{8}$' AND relname < $1
       ORDER BY relname`,
      [name],
    )) as { name: string }[];
    return rows.map((row) => row.name);
  }

  /** Of due work there are no words, a key alone. Without its words a letter can no longer be handled: one that still waited is settled, and says why. */
  async #forgetWords(): Promise<void> {
    await this.dataSource.query(
      `UPDATE dead_letter SET payload = '', state = CASE state WHEN 'waiting' THEN 'ignored' ELSE state END,
         settled_reason = coalesce(settled_reason, '内容已到保存期限 its words were kept as long as the outbox keeps them')
       WHERE payload <> '' AND stream <> '${dueWorkStream}' AND first_at < now() - make_interval(days => $1)`,
      [this.config.OUTBOX_RETENTION_DAYS],
    );
  }

  async #forget(): Promise<void> {
    for (;;) {
      const [, deleted] = (await this.dataSource.query(
        `DELETE FROM inbox WHERE event_id IN (
           SELECT event_id FROM inbox WHERE handled_at < now() - make_interval(days => $1) LIMIT $2 FOR UPDATE SKIP LOCKED)`,
        [this.config.INBOX_RETENTION_DAYS, inboxChunk],
      )) as [unknown, number];
      if (deleted < inboxChunk) return;
    }
  }
}

const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Of the day of this instant, in UTC as the table's default has it. */
function partitionOf(milliseconds: number): Partition {
  const day = dateOf(milliseconds);
  return { table: 'outbox', column: 'created_on', name: `outbox_${day.replaceAll('-', '')}`, from: day, to: dateOf(milliseconds + dayMs) };
}
