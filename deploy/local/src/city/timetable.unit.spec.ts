import { describe, expect, it } from '@jest/globals';
import { Timetable } from './timetable.js';

const until = (instant: string) => new Timetable(new Date(instant));

describe('the days of the story', () => {
  it.each([
    ['on a working day end with the one before', '2026-11-30T12:14:00+08:00', '2026-11-09', '2026-11-27'],
    ['in the first minute of one as well', '2026-11-30T00:00:00+08:00', '2026-11-09', '2026-11-27'],
    ['on a Sunday end with the Friday', '2026-11-29T09:00:00+08:00', '2026-11-09', '2026-11-27'],
    ['go around a festival, and count make-up days', '2026-10-13T09:00:00+08:00', '2026-09-16', '2026-10-12'],
  ])('%s', (_, now, first, last) => {
    expect([until(now).dateOf(1), until(now).dateOf(15)]).toEqual([first, last]);
  });

  it('have days after them, for what is promised', () => {
    expect(until('2026-11-29T09:00:00+08:00').dateOf(16)).toBe('2026-11-30');
  });

  it('are told by number and time, also the day after one', () => {
    const timetable = until('2026-11-30T12:14:00+08:00');
    expect(timetable.instantOf('3 09:12').toISOString()).toBe('2026-11-11T01:12:00.000Z');
    expect(timetable.instantOf('5+1 20:30').toISOString()).toBe('2026-11-14T12:30:00.000Z');
    expect(() => timetable.instantOf('3 9:12')).toThrow('no time of the story');
  });

  it('stand in texts as dates', () => {
    expect(until('2026-11-30T12:14:00+08:00').written('已于{3}修复，{18}前回访')).toBe('已于11月11日修复，12月2日前回访');
  });
});
