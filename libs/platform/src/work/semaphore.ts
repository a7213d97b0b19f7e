import { platformProblem } from '../problem/problem.js';

export interface SemaphoreOptions {
  /** How many may wait; without it any number. */
  waiting?: number;
  /** What whoever finds no place to wait is told; `unavailable`, again in 2 seconds, unless told otherwise. */
  refusal?: () => Error;
}

const comeAgain = (): Error => platformProblem('unavailable', { retryAfterSeconds: 2 });

/** Lets so many tasks run at the same time, and so many more wait in the order they came; whoever comes beyond is refused at once. */
export class Semaphore {
  readonly #queue: (() => void)[] = [];
  readonly #places: number;
  readonly #refusal: () => Error;
  #free: number;

  constructor(slots: number, { waiting = Number.POSITIVE_INFINITY, refusal = comeAgain }: SemaphoreOptions = {}) {
    this.#free = slots;
    this.#places = waiting;
    this.#refusal = refusal;
  }

  /** @throws what `refusal` makes, where every place to wait is taken */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else if (this.#queue.length >= this.#places) throw this.#refusal();
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
