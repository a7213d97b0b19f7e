import { expect, it } from '@jest/globals';
import { interviewOf, isSamePlan, monthsOfYear, unplannedOf, type Entry } from './plan.rules.js';

const [housing, water, police] = [{ code: 'housing', name: '市住建局' }, { code: 'water', name: '市水利局' }, { code: 'police', name: '市公安局' }];
const entry = (month: string, unit: Entry['unit'], topic = '供暖'): Entry => ({ month, unit, topic });

it('a year has twelve months', () => expect(monthsOfYear(2026)).toEqual(expect.arrayContaining(['2026-01', '2026-12'])));

it('a plan is the same in whatever order its lines stand', () => {
  const [one, other] = [entry('2026-03', housing), entry('2026-02', water)];
  expect(isSamePlan([one, other], [other, { ...one, topic: '供暖 ' }])).toBe(true);
  expect(isSamePlan([one, other], [one])).toBe(false);
  expect(isSamePlan([one], [{ ...one, topic: '停水' }])).toBe(false);
});

it('R14: every unit without a date is named', () => {
  expect(unplannedOf([housing, water, police], [entry('2026-03', housing), entry('2026-09', housing)])).toEqual([water, police]);
});

it('a line leads to the interview of its unit in its month, unless it was cancelled', () => {
  const session = (state: 'held' | 'cancelled', startsAt: string) => ({ channel: 'interview' as const, unit: housing, startsAt, state });
  const [cancelled, held] = [session('cancelled', '2026-03-02T01:00:00.000Z'), session('held', '2026-02-28T17:00:00.000Z')];
  expect(interviewOf(entry('2026-03', housing), [cancelled, held])).toBe(held);
  expect(interviewOf(entry('2026-02', housing), [cancelled, held])).toBeUndefined();
});
