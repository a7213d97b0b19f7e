export interface GroupCommitOptions<Row, Outcome> {
  /** Writes all rows in one transaction, or none; one outcome per row, in order. */
  write: (rows: readonly Row[]) => Promise<Outcome[]>;
  /** The database went away: nobody knows whether the rows were stored, and writing them again can wait. */
  isLost: (error: unknown) => boolean;
  /** Rows that may wait; beyond it a row is refused at once. */
  maximumWaiting: number;
  maximumRows?: number;
  maximumInFlight?: number;
}

export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

interface Waiting<Row, Outcome> {
  row: Row;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit without a timer: whatever queued while at most two batches were in flight goes next, in one
 * transaction. Idle, a row goes at once and alone; under load the batches grow by themselves.
 * Guarantee: a batch that fails is written row by row, so that one bad row fails alone. Limit: when the connection is
 * lost every row of the batch fails, though it may have been stored; writing a row must therefore be repeatable.
 */
export class GroupCommit<Row, Outcome> {
  private readonly waiting: Waiting<Row, Outcome>[] = [];
  private readonly maximumRows: number;
  private readonly maximumInFlight: number;
  private inFlight = 0;
  /** Batches written since the start. */
  writes = 0;

  constructor(private readonly options: GroupCommitOptions<Row, Outcome>) {
    this.maximumRows = options.maximumRows ?? 256;
    this.maximumInFlight = options.maximumInFlight ?? 2;
  }

  /** Rows that wait for their batch. */
  get queued(): number {
    return this.waiting.length;
  }

  /** @throws QueueFullError, or what `write` failed with for this row */
  submit(row: Row): Promise<Outcome> {
    if (this.waiting.length >= this.options.maximumWaiting) return Promise.reject(new QueueFullError('too many rows are waiting'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    while (this.inFlight < this.maximumInFlight && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.maximumRows);
      this.inFlight += 1;
      void this.writeBatch(batch).finally(() => {
        this.inFlight -= 1;
        this.start();
      });
    }
  }

  private async writeBatch(batch: readonly Waiting<Row, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.write(batch.map(({ row }) => row));
      batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      if (batch.length > 1 && !this.options.isLost(error)) {
        for (const alone of batch) await this.writeBatch([alone]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  private write(rows: readonly Row[]): Promise<Outcome[]> {
    this.writes += 1;
    return this.options.write(rows);
  }
}
