import { platformProblem } from '../problem/problem.js';

export interface SemaphoreOptions {
  /** How many may wait; without it any number. */
  waiting?: number;
  /** How many tasks of one caller run at the same time; without it as many as there are slots. */
  each?: number;
  /** What whoever finds no place to wait is told; `unavailable`, again in 2 seconds, unless told otherwise. */
  refusal?: () => Error;
}

interface Waiter {
  begin: () => void;
  refuse: (reason: Error) => void;
}

const comeAgain = (): Error => platformProblem('unavailable', { retryAfterSeconds: 2 });

/**
 * Lets so many tasks run at the same time, and so many more wait; whoever comes beyond is refused at once. Callers take turns, and
 * each one's tasks keep their order: who asks for much waits behind itself alone, and loses its last place to whoever has fewer.
 */
export class Semaphore {
  /** Those who wait, by caller; whose turn is next stands first. */
  readonly #queues = new Map<string, Waiter[]>();
  readonly #running = new Map<string, number>();
  readonly #places: number;
  readonly #each: number;
  readonly #refusal: () => Error;
  #free: number;
  #waiting = 0;

  constructor(slots: number, { waiting = Number.POSITIVE_INFINITY, each = slots, refusal = comeAgain }: SemaphoreOptions = {}) {
    this.#free = slots;
    this.#places = waiting;
    this.#each = each;
    this.#refusal = refusal;
  }

  /** @throws what `refusal` makes, where there is no place to wait or it went to another caller */
  async run<T>(task: () => Promise<T>, caller = ''): Promise<T> {
    if (this.#mayBegin(caller)) this.#begin(caller);
    else await this.#turn(caller);
    try {
      return await task();
    } finally {
      this.#end(caller);
    }
  }

  #mayBegin(caller: string): boolean {
    return this.#free > 0 && (this.#running.get(caller) ?? 0) < this.#each;
  }

  #begin(caller: string): void {
    this.#free -= 1;
    this.#running.set(caller, (this.#running.get(caller) ?? 0) + 1);
  }

  #turn(caller: string): Promise<void> {
    if (this.#waiting >= this.#places) this.#makeRoomFor(caller);
    this.#waiting += 1;
    const queue = this.#queues.get(caller) ?? [];
    this.#queues.set(caller, queue);
    return new Promise((begin, refuse) => queue.push({ begin, refuse }));
  }

  #makeRoomFor(caller: string): void {
    let [longest, length] = ['', 0];
    for (const [other, { length: theirs }] of this.#queues) if (theirs > length) [longest, length] = [other, theirs];
    if (length < (this.#queues.get(caller)?.length ?? 0) + 2) throw this.#refusal();
    this.#queues.get(longest)?.pop()?.refuse(this.#refusal());
    this.#waiting -= 1;
  }

  #end(caller: string): void {
    this.#free += 1;
    const left = (this.#running.get(caller) ?? 0) - 1;
    if (left > 0) this.#running.set(caller, left);
    else this.#running.delete(caller);
    for (const [next, queue] of this.#queues) {
      if (!this.#mayBegin(next)) continue;
      const waiter = queue.shift();
      this.#queues.delete(next);
      if (queue.length > 0) this.#queues.set(next, queue);
      this.#waiting -= 1;
      this.#begin(next);
      waiter?.begin();
      return;
    }
  }
}
