/** Where a process gets the present from. Rules never hold one: they take `now` as a value. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * Business time for trials and demonstrations: real time plus an offset that only grows. The first offset it is given is
 * where it begins, and may lie in the past, so that a trial can replay a certain week; until then it shows real time.
 * Tokens, leases, back-off and retention stay on real time, and a production start refuses this clock. What it promises:
 * once begun, no call moves business time back. What it does not: it follows the real clock, so a step of the machine's
 * clock shows.
 */
export class ControllableClock implements Clock {
  readonly #realTime: Clock;
  #offsetMs: number | undefined;

  constructor(realTime: Clock = systemClock) {
    this.#realTime = realTime;
  }

  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  now(): Date {
    return new Date(this.#realTime.now().getTime() + this.offsetMs);
  }

  /**
   * Sets the offset, in whole milliseconds; the present offset again changes nothing, so a repeated command is harmless.
   * Throws RangeError for an offset smaller than the present one: what has fallen due stays due.
   */
  advanceTo(offsetMs: number): void {
    if (!Number.isSafeInteger(offsetMs)) throw new RangeError(`not whole milliseconds: ${offsetMs}`);
    if (this.#offsetMs !== undefined && offsetMs < this.#offsetMs) {
      throw new RangeError(`business time only moves forward: ${offsetMs} ms is before ${this.#offsetMs} ms`);
    }
    this.#offsetMs = offsetMs;
  }
}
