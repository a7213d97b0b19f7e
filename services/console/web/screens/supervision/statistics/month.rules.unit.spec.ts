import { expect, it } from '@jest/globals';
import { monthBefore, monthOf, monthWords, thirteenMonths } from './month.rules.js';

it("a month is the city's: the last evening of a month abroad is the first morning here", () => {
  expect(monthOf(new Date('2026-10-31T16:30:00Z'))).toBe('2026-11');
  expect(monthOf(new Date('2026-10-31T15:30:00Z'))).toBe('2026-10');
});

it('goes back over the turn of the year', () => {
  expect(monthBefore('2027-01')).toBe('2026-12');
  expect(thirteenMonths('2026-11')).toHaveLength(13);
  expect([thirteenMonths('2026-11')[0], thirteenMonths('2026-11')[12]]).toEqual(['2025-11', '2026-11']);
  expect(monthWords('2026-01')).toBe('2026年1月');
});
