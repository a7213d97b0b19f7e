import type { Logger } from '../logging.js';
import { codeOf } from '../problem/failure.js';

/** SQLSTATE `disk_full`. */
const diskFull = '53100';
/** Every service writes its ledger several times in this time: while it is refused, its disk is full. */
const memoryMs = 60_000;

/** Whether PostgreSQL has room to write. Without it reading goes on and connections open, so that nothing else tells: it is told once. */
export class DatabaseRoom {
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly logger: Pick<Logger, 'error'>,
    private readonly now = () => performance.now(),
  ) {}

  /** To be told of each statement that fails. */
  readonly failed = (error: unknown): void => {
    if (codeOf(error) !== diskFull) return;
    const isKnown = this.#isFull();
    this.#refusedAt = this.now();
    if (!isKnown) this.logger.error({ alarm: 'database-full' }, 'the disk of the database is full: what is written is refused, and tried again until there is room');
  };

  /** @throws while the disk is full */
  async check(): Promise<void> {
    if (this.#isFull()) throw new Error('the disk of the database is full');
  }

  #isFull(): boolean {
    return this.now() - this.#refusedAt < memoryMs;
  }
}
