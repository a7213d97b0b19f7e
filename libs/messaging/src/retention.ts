import { describeError, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { MessagingConfig } from './config.js';

const everyMs = 10 * 60_000;
const daysAhead = 7;
const inboxChunk = 5_000;
const dayMs = 86_400_000;

/**
 * Makes the outbox's day partitions ahead, drops those that have served their time, and forgets old inbox rows; all in
 * real time. Guarantee: a day that holds an event not yet published, or parked, is never dropped. One replica at a time.
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
    for (let day = 0; day <= daysAhead; day += 1) {
      await this.#alone((manager) => createPartition(manager, dateOf(today.getTime() + day * dayMs)));
    }
    const oldest = dateOf(today.getTime() - this.config.OUTBOX_RETENTION_DAYS * dayMs);
    for (const name of await this.#partitionsBefore(oldest)) {
      await this.#alone((manager) => dropPartition(manager, name));
    }
    await this.#forget();
  }

  /** Replicas take turns. Where the table stays busy, the sweep fails and the next one will do. */
  async #alone(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = '2s'`);
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('outbox partitions of ' || current_schema(), 0))`);
      await work(manager);
    });
  }

  async #partitionsBefore(date: string): Promise<string[]> {
    const rows = (await this.dataSource.query(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'outbox'::regclass AND relname ~ '^outbox_\\d{8}$' AND relname < $1
       ORDER BY relname`,
      [partitionName(date)],
    )) as { name: string }[];
    return rows.map((row) => row.name);
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
const partitionName = (date: string): string => `outbox_${date.replaceAll('-', '')}`;

/** Rows of that day that came before it had a partition move in from the default one. */
async function createPartition(manager: EntityManager, date: string): Promise<void> {
  const name = partitionName(date);
  if (await isPresent(manager, name)) return;
  // The whole table, and first: an insert that had already chosen the default partition would fail once this one is attached.
  await manager.query(`LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE`);
  await manager.query(`CREATE TABLE ${name} (LIKE outbox INCLUDING DEFAULTS INCLUDING GENERATED)`);
  const columns = 'position, created_on, created_at, event_id, subject, envelope, relayed_at, parked_reason';
  await manager.query(
    `WITH moved AS (DELETE FROM outbox_default WHERE created_on = $1 RETURNING ${columns})
     INSERT INTO ${name} (${columns}) SELECT ${columns} FROM moved`,
    [date],
  );
  await manager.query(
    `ALTER TABLE outbox ATTACH PARTITION ${name} FOR VALUES FROM ('${date}') TO ('${dateOf(Date.parse(date) + dayMs)}')`,
  );
}

async function dropPartition(manager: EntityManager, name: string): Promise<void> {
  if (!(await isPresent(manager, name))) return;
  const [{ unpublished }] = (await manager.query(
    `SELECT EXISTS (SELECT FROM ${name} WHERE relayed_at IS NULL) AS unpublished`,
  )) as [{ unpublished: boolean }];
  if (!unpublished) await manager.query(`DROP TABLE ${name}`);
}

/** Another replica may have been at it since the list was read. `to_regclass` may still name a table that it has dropped. */
async function isPresent(manager: EntityManager, name: string): Promise<boolean> {
  const found = (await manager.query(`SELECT 1 FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace`, [name])) as unknown[];
  return found.length > 0;
}
