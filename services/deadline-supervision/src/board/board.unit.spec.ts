import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { lateReviewsUntil } from './board.rules.js';

describe('审核滞留: the last day of whose submissions the review is late', () => {
  it.each([
    ['on a Thursday', '2026-11-26', 1, '2026-11-24'],
    ['on a Monday: Friday has the review until today, Thursday had it until Friday', '2026-11-23', 1, '2026-11-19'],
    ['on a Tuesday: Friday to Sunday had it until Monday, which is over', '2026-11-24', 1, '2026-11-22'],
    ['after the National Day holiday', '2026-10-08', 1, '2026-09-29'],
    ['with two days for it', '2026-11-26', 2, '2026-11-23'],
  ])('%s', (_, today, days, until) => {
    expect(lateReviewsUntil(today, days, stateCouncilCalendar)).toBe(until);
  });
});
