/** Too many are waiting already. */
export class QueueIsFullError extends Error {}

/** So many tasks at the same time, and so many more that wait for them in the order they came; the others are refused. */
export class Queue {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly limits: { running: number; waiting: number }) {}

  /** @throws QueueIsFullError */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running < this.limits.running) this.running += 1;
    else if (this.waiting.length < this.limits.waiting) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else throw new QueueIsFullError();
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
