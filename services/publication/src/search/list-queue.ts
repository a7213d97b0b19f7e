import { platformProblem } from '@wenzheng/platform';

/**
 * Lists cost more than pages: so many are made at a time, some wait, and whoever comes beyond is told to come again at once.
 * Guarantee: the rest of the connections is always there for single messages.
 */
export class ListQueue {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(
    slots: number,
    private readonly places: number,
  ) {
    this.#free = slots;
  }

  /** @throws Problem `unavailable` where nothing is free, not even a place to wait */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else if (this.#waiting.length >= this.places) throw platformProblem('unavailable', { retryAfterSeconds: 2 });
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
