import { describe, expect, it } from '@jest/globals';
import { ControllableClock, systemClock, type Clock } from './clock.js';

const realTime: Clock = { now: () => new Date('2026-09-18T07:20:00Z') };

describe('ControllableClock', () => {
  it('shows real time plus its offset', () => {
    const clock = new ControllableClock(realTime);
    clock.advanceTo(86_400_000);
    expect(clock.now()).toEqual(new Date('2026-09-19T07:20:00Z'));
    expect(clock.offsetMs).toBe(86_400_000);
  });

  it('begins wherever its first offset says, even in the past', () => {
    const clock = new ControllableClock(realTime);
    clock.advanceTo(-60_000);
    expect(clock.now()).toEqual(new Date('2026-09-18T07:19:00Z'));
    expect(() => clock.advanceTo(-60_001)).toThrow(RangeError);
  });

  it('takes the same offset twice without harm', () => {
    const clock = new ControllableClock(realTime);
    clock.advanceTo(5_000);
    clock.advanceTo(5_000);
    expect(clock.offsetMs).toBe(5_000);
  });

  it('refuses to go back, and stays where it was', () => {
    const clock = new ControllableClock(realTime);
    clock.advanceTo(5_000);
    expect(() => clock.advanceTo(4_999)).toThrow(RangeError);
    expect(clock.offsetMs).toBe(5_000);
  });

  it('is one for all that share its memory', () => {
    const clock = new ControllableClock(realTime);
    const other = new ControllableClock(realTime, clock.memory);
    clock.advanceTo(-5_000);
    expect(other.now()).toEqual(new Date('2026-09-18T07:19:55Z'));
    expect(() => other.advanceTo(-5_001)).toThrow(RangeError);
  });

  it.each([NaN, Infinity, 0.5])('refuses an offset of %p ms', (offset) => {
    expect(() => new ControllableClock(realTime).advanceTo(offset)).toThrow(RangeError);
  });

  it('follows the system clock by default', () => {
    const before = systemClock.now().getTime();
    expect(new ControllableClock().now().getTime()).toBeGreaterThanOrEqual(before);
  });
});
