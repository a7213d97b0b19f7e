import { expect, it } from '@jest/globals';
import { yearGrid } from './year-grid.rules.js';

it('marks days off and make-up working days by word, and begins weeks on Monday', () => {
  const months = yearGrid(2026, [{ name: '国庆节', date: '2026-10-01', isOffDay: true }, { name: '国庆节', date: '2026-09-20', isOffDay: false }]);
  const day = (date: string) => months.flatMap(({ days }) => days).find((each) => each.date === date);
  expect([day('2026-10-01')?.mark, day('2026-09-20')?.mark, day('2026-09-21')?.mark]).toEqual(['休', '班', '']);
  expect(day('2026-09-19')?.isWeekend).toBe(true);
  // 2026-01-01 is a Thursday.
  expect(months[0]?.blanks).toBe(3);
  expect(months.map(({ days }) => days.length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
});
