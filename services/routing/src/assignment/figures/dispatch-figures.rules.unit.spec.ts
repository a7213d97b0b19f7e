import { expect, it } from '@jest/globals';
import { leastRanked, rankOf, shareOf } from './dispatch-figures.rules.js';

it('units are ranked by the share that stood, equal ones equally, and small samples not at all (A04)', () => {
  const rows = [[100, 90], [leastRanked, leastRanked], [leastRanked - 1, leastRanked - 1], [200, 180], [40, 10]].map(([dispatches = 0, stood = 0]) => ({ dispatches, stood }));
  expect(rankOf(rows)).toEqual([2, 1, null, 2, 4]);
});

it('a share has four places and what it is of; of nothing there is none', () => {
  expect([shareOf(1, 3), shareOf(0, 0)]).toEqual([{ count: 1, of: 3, share: 0.3333 }, { count: 0, of: 0, share: null }]);
});
