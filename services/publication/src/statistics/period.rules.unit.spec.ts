import { expect, it } from '@jest/globals';
import { closedQuarters, cutOffWords, monthBefore, monthsOfQuarter, periodPattern, periodWords, periodWordsIn, quarterOf, quarterWords, trendOf } from './period.rules.js';

it('a period is a month or a year, and nothing else', () => {
  expect(['2026-09', '2026', '2026-13', '2026-9', '1999', '2026-09.csv'].map((text) => periodPattern.test(text))).toEqual([true, true, false, false, false, false]);
  expect(['2026-09', '2026'].map(periodWords)).toEqual(['2026年9月', '2026年']);
  expect(['2026-09', '2026'].map(periodWordsIn.en)).toEqual(['September 2026', '2026']);
});

it('a cut-off at midnight is the end of the day before', () => {
  expect(cutOffWords(new Date('2026-09-30T16:00:00Z'))).toBe('2026年9月30日24时');
  expect(cutOffWords(new Date('2026-10-01T01:05:30Z'))).toBe('2026年10月1日9时05分');
});

it('a trend has thirteen months, so that the last stands beside that of the year before', () => {
  expect([trendOf('2026-02').at(0), trendOf('2026-02').at(-1), trendOf('2026-02').length, trendOf('2026').at(0)]).toEqual(['2025-02', '2026-02', 13, '2025-12']);
  expect(monthBefore('2026-12', -1)).toBe('2027-01');
});

it('a quarter has three months, and is closed with its last', () => {
  expect([monthsOfQuarter('2026Q3'), monthsOfQuarter('2026Q4')?.at(-1), monthsOfQuarter('2026Q5'), monthsOfQuarter('2026')]).toEqual([['2026-07', '2026-08', '2026-09'], '2026-12', null, null]);
  expect([quarterOf('2026-09'), quarterOf('2026-10'), quarterWords('2026Q3')]).toEqual(['2026Q3', '2026Q4', '2026年第三季度']);
  expect(closedQuarters(['2026', '2026-12', '2026-10', '2026-09', '2026-07', '2025-03'])).toEqual(['2026Q4', '2026Q3', '2025Q1']);
});
