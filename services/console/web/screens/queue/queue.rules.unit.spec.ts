import { expect, it } from '@jest/globals';
import { countOf, tabOf, tabs } from './queue.rules.js';

it('an unknown tab is the first', () => {
  expect(tabOf('overdue').title).toBe('超期');
  expect(tabOf('nowhere')).toBe(tabs[0]);
});

it('a tab says how many wait where the unit’s are counted', () => {
  const none = { waiting: 0, overdue: 0 };
  const unit = { unit: { code: 'CG', name: '市城市管理局' }, new: 12, dueSoon: 5, overdue: 2, returned: 1, urged: 0, inSignOff: 4, inReview: 3, renewals: { waiting: 6, overdue: 1 }, promises: none, coTasks: none };
  expect(tabs.map((tab) => countOf(tab, { unit }))).toEqual([null, 12, 5, 2, 1, 0, 4, 6, 3, null, null]);
  expect(countOf(tabOf('new'), { unit: null })).toBeNull();
  expect(countOf(tabOf('new'), undefined)).toBeNull();
});
