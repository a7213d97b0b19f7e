import { describe, expect, it } from '@jest/globals';
import { bucketsPerEvent, changesSince, countsEverything, emptyBucket, fingerprintOf, hexadecimal, partsOf, publishesEverything, recentSince } from './ledger.rules.js';

const bucket = (date: string) => emptyBucket({ channel: 'board', date });

describe('whether everything is counted', () => {
  const slow = { completedAt: new Date('2026-11-23T02:30:00+08:00'), completeMilliseconds: 500, everythingAt: new Date('2026-11-24T01:59:50+08:00') };

  it.each([
    ["at a process's first count", slow, '2026-11-23T03:00:00+08:00', true, true],
    ['while that takes less than half a second', { ...slow, completeMilliseconds: 499 }, '2026-11-23T03:00:00+08:00', false, true],
    ['not when it is slow and was done a moment ago', slow, '2026-11-24T01:59:59+08:00', false, false],
    ['even when it is slow, once it takes no more than a fortieth of the time', { ...slow, everythingAt: new Date('2026-11-24T01:59:30+08:00') }, '2026-11-24T01:59:50+08:00', false, true],
    ['again after 02:00 of the next night', slow, '2026-11-24T02:00:00+08:00', false, true],
    ['when it never was', { completedAt: null, completeMilliseconds: null, everythingAt: null }, '2026-11-23T03:00:00+08:00', false, true],
  ])('%s', (_, state, now, isFirst, expected) => {
    expect(countsEverything(state, new Date(now), isFirst)).toBe(expected);
  });
});

describe('whether everything is published', () => {
  const quick = { completedAt: new Date('2026-11-23T02:30:00+08:00'), completeMilliseconds: 10 };

  it.each([
    ["at a process's first count", '2026-11-23T03:00:00+08:00', true, true],
    ['not every time that everything was counted', '2026-11-24T01:59:59+08:00', false, false],
    ['after 02:00 of the next night', '2026-11-24T02:00:00+08:00', false, true],
  ])('%s', (_, now, isFirst, expected) => {
    expect(publishesEverything(quick, new Date(now), isFirst)).toBe(expected);
  });
});

describe('the buckets of a count', () => {
  it('are recent for 31 days, by the date in Shanghai', () => {
    expect(recentSince(new Date('2026-11-22T17:00:00Z'))).toBe('2026-10-23');
  });
  it('that are as they were published are no news; changed ones are, and those that are gone, as empty ones', () => {
    const published = (one: ReturnType<typeof bucket>) => ({ ...one, fingerprint: fingerprintOf(one) });
    const [same, swapped, fewer, gone] = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((date) => ({ ...bucket(date), digest: 'f'.repeat(64) }));
    const counted = [same!, { ...swapped!, digest: 'e'.repeat(64) }, { ...fewer!, counts: { ...fewer!.counts, open: 1 } }, bucket('2026-11-05')];
    expect(changesSince([same!, swapped!, fewer!, gone!].map(published), counted)).toEqual({ changed: counted.slice(1), vanished: [bucket('2026-11-04')] });
  });
  it('go out in events of 2,000, and as one empty event when there are none', () => {
    const many = Array.from({ length: bucketsPerEvent + 1 }, () => bucket('2026-11-01'));
    expect(partsOf(many).map((part) => part.length)).toEqual([2_000, 1]);
    expect(partsOf([])).toEqual([[]]);
  });
  it('have a digest of 64 digits, leading zeros included', () => {
    expect(hexadecimal('1010'.padStart(256, '0'))).toBe('a'.padStart(64, '0'));
  });
});
