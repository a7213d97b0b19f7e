import { describe, expect, it } from '@jest/globals';
import { ControllableClock, systemClock, type Clock } from './clock.js';

const realTime: Clock = { now: () => new Date('2026-09-18T07:20:00Z') };

describe('ControllableClock', () => {
  it('shows real time plus its offset', () => {
    const clock = new ControllableClock(0, realTime);
    clock.advanceTo(86_400_000);
    expect(clock.now()).toEqual(new Date('2026-09-19T07:20:00Z'));
    expect(clock.offsetMs).toBe(86_400_000);
  });

  it('resumes at the offset it had before a restart', () => {
    expect(new ControllableClock(60_000, realTime).now()).toEqual(new Date('2026-09-18T07:21:00Z'));
  });

  it('takes the same offset twice without harm', () => {
    const clock = new ControllableClock(5_000, realTime);
    clock.advanceTo(5_000);
    expect(clock.offsetMs).toBe(5_000);
  });

  it('refuses to go back, and stays where it was', () => {
    const clock = new ControllableClock(5_000, realTime);
    expect(() => clock.advanceTo(4_999)).toThrow(RangeError);
    expect(clock.offsetMs).toBe(5_000);
  });

  it.each([NaN, Infinity, 0.5])('refuses an offset of %p ms', (offset) => {
    expect(() => new ControllableClock(0, realTime).advanceTo(offset)).toThrow(RangeError);
  });

  it('refuses to begin in the past', () => {
    expect(() => new ControllableClock(-1, realTime)).toThrow(RangeError);
  });

  it('follows the system clock by default', () => {
    const before = systemClock.now().getTime();
    expect(new ControllableClock().now().getTime()).toBeGreaterThanOrEqual(before);
  });
});
