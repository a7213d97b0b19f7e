import { describe, expect, it } from '@jest/globals';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import { latenessOf, reportCardOf, sumOf } from './report-card.rules.js';

const setOf = (counts: Record<string, number>, [satisfied, dissatisfied]: [number, number] = [0, 0], invalidByReason: Record<string, number> = {}): FigureSet => ({
  counts, invalidByReason, rates: {}, stages: {}, satisfaction: { n: satisfied + dissatisfied, satisfied, basicallySatisfied: 0, dissatisfied, percent: null },
});
const monthOf = (period: string, unit: FigureSet | null, city: FigureSet) =>
  ({ period, cutOff: `${period}-30T16:00:00.000Z`, totals: city, units: unit ? [{ unit: { code: 'a', name: '甲局' }, ...unit }] : [] }) as unknown as ClosedFigures;

describe('a quarter of a unit', () => {
  it('adds up what its months count, and rates anew what they rest on', () => {
    const sum = sumOf([setOf({ registered: 3, submittedInTime: 1, judgedBySubmission: 2 }, [1, 1], { spam: 1 }), setOf({ registered: 5, submittedInTime: 1, judgedBySubmission: 1 }, [2, 0], { spam: 1, other: 2 })]);
    expect(sum).toMatchObject({ counts: { registered: 8 }, invalidByReason: { spam: 2, other: 2 }, rates: { submittedInTime: { count: 2, of: 3, percent: '66.67' }, publishedInTime: { of: 0, percent: null } }, satisfaction: { n: 4, satisfied: 3, percent: '75.00' } });
  });

  it('rounds halves up, as the months do', () => {
    expect(sumOf([setOf({ submittedInTime: 1, judgedBySubmission: 16 })]).rates['submittedInTime']?.percent).toBe('6.25');
    expect(sumOf([setOf({ submittedInTime: 1, judgedBySubmission: 20_000 })]).rates['submittedInTime']?.percent).toBe('0.01');
    expect(sumOf([setOf({ submittedInTime: 1, judgedBySubmission: 20_001 })]).rates['submittedInTime']?.percent).toBe('0.00');
  });

  it('tells its own lateness from the city’s', () => {
    expect(latenessOf(setOf({ judgedBySubmission: 10, submittedInTime: 8, judgedByPublication: 11, publishedInTime: 6 }))).toEqual({ unit: 2, city: 5, review: 3 });
  });

  it('has a month without messages as nothing, and names the months that nobody closed', () => {
    const card = reportCardOf(null, 'a', '2026Q3', ['2026-07', '2026-08', '2026-09'], [monthOf('2026-08', null, setOf({ registered: 9 })), monthOf('2026-09', setOf({ registered: 2 }), setOf({ registered: 4 }))]);
    expect(card).toMatchObject({ unit: { name: '甲局' }, missing: ['2026-07'], months: [{ month: '2026-08', unit: { counts: {} } }, { unit: { counts: { registered: 2 } } }], citySum: { counts: { registered: 13 } } });
    expect(reportCardOf(null, 'b', '2026Q3', [], [monthOf('2026-09', null, setOf({}))])).toBeNull();
  });
});
