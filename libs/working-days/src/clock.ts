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
 * clock shows. The offset lies in `memory`, which threads of one process share: they have one business time.
 */
export class ControllableClock implements Clock {
  /** To be given to another thread. */
  readonly memory: SharedArrayBuffer;
  readonly #realTime: Clock;
  readonly #hasBegun: Int32Array;
  readonly #offsetMs: Float64Array;

  constructor(realTime: Clock = systemClock, memory = new SharedArrayBuffer(16)) {
    this.memory = memory;
    this.#realTime = realTime;
    this.#hasBegun = new Int32Array(memory, 0, 1);
    this.#offsetMs = new Float64Array(memory, 8, 1);
  }

  get offsetMs(): number {
    return this.#offsetMs[0] ?? 0;
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
    if (this.#hasBegun[0] && offsetMs < this.offsetMs) {
      throw new RangeError(`business time only moves forward: ${offsetMs} ms is before ${this.offsetMs} ms`);
    }
    this.#offsetMs[0] = offsetMs;
    this.#hasBegun[0] = 1;
  }
}
