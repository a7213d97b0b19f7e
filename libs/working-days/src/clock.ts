/** Where a process gets the present from. Rules never hold one: they take `now` as a value. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * Business time for trials and demonstrations: real time plus an offset that only grows. Tokens, leases, back-off and
 * retention stay on real time, and a production start refuses this clock. What it promises: no call moves business
 * time back. What it does not: it follows the real clock, so a step of the machine's clock shows.
 */
export class ControllableClock implements Clock {
  readonly #realTime: Clock;
  #offsetMs = 0;

  /** @param offsetMs where to begin, as after a restart, in milliseconds; RangeError if negative */
  constructor(offsetMs = 0, realTime: Clock = systemClock) {
    this.#realTime = realTime;
    this.advanceTo(offsetMs);
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): Date {
    return new Date(this.#realTime.now().getTime() + this.#offsetMs);
  }

  /**
   * Sets the offset, in whole milliseconds; the present offset again changes nothing, so a repeated command is harmless.
   * Throws RangeError for an offset smaller than the present one: what has fallen due stays due.
   */
  advanceTo(offsetMs: number): void {
    if (!Number.isSafeInteger(offsetMs)) throw new RangeError(`not whole milliseconds: ${offsetMs}`);
    if (offsetMs < this.#offsetMs) {
      throw new RangeError(`business time only moves forward: ${offsetMs} ms is before ${this.#offsetMs} ms`);
    }
    this.#offsetMs = offsetMs;
  }
}
