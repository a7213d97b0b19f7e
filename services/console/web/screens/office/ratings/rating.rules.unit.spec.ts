import { expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { renewalDays, usualDay } from './rating.rules.js';

it('a renewed handling is due on one of the next ten working days, on the third if nobody says otherwise', () => {
  const days = renewalDays(new Date('2026-09-18T10:00:00+08:00'), stateCouncilCalendar);
  expect(days).toHaveLength(10);
  // Sunday 09-20 is worked, 09-25 to 09-27 is Mid-Autumn, 10-01 to 10-07 National Day, Saturday 10-10 is worked.
  expect(days.map(({ date }) => date)).toEqual([
    '2026-09-20', '2026-09-21', '2026-09-22', '2026-09-23', '2026-09-24', '2026-09-28', '2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09',
  ]);
  expect(usualDay(days)).toBe('2026-09-22');
});
