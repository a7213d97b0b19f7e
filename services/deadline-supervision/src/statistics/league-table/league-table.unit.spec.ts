import { expect, it } from '@jest/globals';
import { figuresOf, nothingCounted } from '../figures/figures.rules.js';
import { leagueTableOf } from './league-table.rules.js';

const unit = (code: string, submittedInTime: number, judgedBySubmission: number) => {
  const counted = nothingCounted();
  Object.assign(counted.counts, { submittedInTime, judgedBySubmission });
  return { unit: { code, name: code }, ...figuresOf(counted) };
};
const ranks = (units: ReturnType<typeof unit>[], minimumSample = 10) =>
  leagueTableOf(units, { by: 'submittedInTime', minimumSample }).map(({ rank, unit: { code }, rates }) => [rank, code, rates.submittedInTime.percent]);

it('R12: units that show the same rate share a rank, and the next goes down by as many', () => {
  expect(ranks([unit('d', 5, 10), unit('c', 9, 10), unit('a', 9, 10), unit('b', 10, 10), unit('e', 90_000, 100_001)])).toEqual([
    [1, 'b', '100.00'], [2, 'a', '90.00'], [2, 'c', '90.00'], [2, 'e', '90.00'], [5, 'd', '50.00'],
  ]);
});

it('a unit below the minimum sample stands behind, without a rank, and so does one without any', () => {
  expect(ranks([unit('none', 0, 0), unit('few', 9, 9), unit('enough', 1, 10)])).toEqual([[1, 'enough', '10.00'], [null, 'few', '100.00'], [null, 'none', null]]);
});

it('messages of nobody in charge 待分拨 are no unit', () => {
  expect(leagueTableOf([{ ...unit('x', 1, 1), unit: null }], { by: 'submittedInTime', minimumSample: 1 })).toEqual([]);
});
