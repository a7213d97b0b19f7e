import type { DataSource, EntityManager } from '@wenzheng/platform';
import type { EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** A row of the outbox, as far as publishing it needs. */
export interface OutboxRow {
  readonly position: string;
  readonly subject: string;
  readonly envelope: string;
}

/** What may wait in memory. What is beyond stays in the table alone, where the relay finds it. */
const mostRows = 5_000;
const mostCharacters = 8 * 1024 * 1024;

/** A statement of the transaction had failed and nobody said so: PostgreSQL would answer COMMIT with a silent rollback. */
export class FailedTransactionError extends Error {
  override readonly name = 'FailedTransactionError';
}

/**
 * What transactions of this process have committed and the relay has still to publish. Guarantee: nothing is in it that was not
 * committed. Limit: it may miss a row (a savepoint was rolled back, too much waits, the process died), which the table then brings.
 */
export class CommittedEvents implements EntitySubscriberInterface {
  static readonly #instances = new WeakMap<DataSource, CommittedEvents>();
  readonly #uncommitted = new WeakMap<QueryRunner, OutboxRow[]>();
  #waiting: OutboxRow[] = [];
  #characters = 0;
  #wake: (() => void) | undefined;

  /** The one of this database connection pool; it is told of each of its transactions from the first call on. */
  static of(dataSource: DataSource): CommittedEvents {
    const existing = CommittedEvents.#instances.get(dataSource);
    if (existing) return existing;
    const created = new CommittedEvents();
    CommittedEvents.#instances.set(dataSource, created);
    dataSource.subscribers.push(created);
    return created;
  }

  /** From now on they are kept, and `wake` is called for what comes. */
  attach(wake: () => void): void {
    this.#wake = wake;
  }

  detach(): void {
    this.#wake = undefined;
    this.clear();
  }

  /** Rows that the manager's transaction has written or, outside one, that have just been committed. */
  add(manager: EntityManager, rows: readonly OutboxRow[]): void {
    if (!this.#wake || rows.length === 0) return;
    const runner = manager.queryRunner;
    if (!runner?.isTransactionActive) this.#keep(rows);
    else this.#uncommitted.set(runner, [...(this.#uncommitted.get(runner) ?? []), ...rows]);
  }

  /** The first of them, in the order of their commits. */
  take(atMostRows: number, atMostBytes: number): OutboxRow[] {
    let bytes = 0;
    const tooMuch = this.#waiting.findIndex(({ envelope }, index) => index === atMostRows || ((bytes += Buffer.byteLength(envelope)) > atMostBytes && index > 0));
    const taken = this.#waiting.splice(0, tooMuch === -1 ? this.#waiting.length : tooMuch);
    for (const { envelope } of taken) this.#characters -= envelope.length;
    return taken;
  }

  /** Forgets them: the table has them. */
  clear(): void {
    this.#waiting = [];
    this.#characters = 0;
  }

  async beforeTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    const client = (await queryRunner.connect()) as { getTransactionStatus(): string | null; readyForQuery: boolean };
    // A statement's error reaches its caller before the server's word on the transaction may have come: one more waits for that word.
    if (!client.readyForQuery) await queryRunner.query('SELECT').catch(() => undefined);
    if (client.getTransactionStatus() === 'E') throw new FailedTransactionError('a statement of the transaction had failed');
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return;
    const rows = this.#uncommitted.get(queryRunner);
    if (!rows) return;
    this.#uncommitted.delete(queryRunner);
    this.#keep(rows);
  }

  /** Of a savepoint too: which rows it has undone is not known. */
  afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): void {
    this.#uncommitted.delete(queryRunner);
  }

  #keep(rows: readonly OutboxRow[]): void {
    const characters = rows.reduce((sum, { envelope }) => sum + envelope.length, 0);
    if (!this.#wake || this.#waiting.length + rows.length > mostRows || this.#characters + characters > mostCharacters) return;
    this.#waiting.push(...rows);
    this.#characters += characters;
    this.#wake();
  }
}
