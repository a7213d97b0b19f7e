import type { Clock } from '@wenzheng/working-days';

/** A clock that stands until a spec moves it, backwards too if the spec wants to see what happens. */
export class FixedClock implements Clock {
  #now: number;

  constructor(instant = '2026-11-23T09:00:00+08:00') {
    this.#now = parse(instant);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** @param instant RFC 3339 */
  set(instant: string): void {
    this.#now = parse(instant);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

function parse(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${instant}`);
  return milliseconds;
}
