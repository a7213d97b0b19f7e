import { expect, it } from '@jest/globals';
import { countsOf, filterOf, nOf, othersOf, sheetAddress } from './board.rules.js';

it('the strip reads from what is due today to what others have not done', () => {
  const counts = countsOf({ dueToday: 18, level1: 42, level2: 17, level3: 6, ordersUnanswered: 3, reviewsLate: 4 });
  expect(counts.map(({ title, n }) => `${title}${n}`)).toEqual(['今天到期18', '超期一级42', '二级17', '三级6', '督办未反馈3', '审核滞留4']);
  expect(counts.filter(({ isHot }) => !isHot).map(({ title }) => title)).toEqual(['今天到期']);
});

it('of a unit stands what is looked at, and else what there is', () => {
  const unit = { overdue: 3, dueToday: 1, level1: 0, level2: 1, level3: 2, ordersUnanswered: 1, reviewsLate: 0 };
  expect(nOf(unit, 'overdue')).toBe(3);
  expect(othersOf(unit, 'overdue').map(({ title, n }) => `${title}${n}`)).toEqual(['今天到期1', '二级1', '三级2', '督办未反馈1']);
  expect([nOf(unit, 'due-today'), othersOf(unit, 'due-today')[0]]).toEqual([1, { title: '二级', n: 1 }]);
});

it('what is looked at is read from the address, and goes into the sheet’s', () => {
  expect(filterOf({})).toEqual({ state: 'overdue' });
  expect(filterOf({ state: 'overdue', level: '2', channel: 'mailbox', by: 'messages' })).toEqual({ state: 'overdue', level: '2', channel: 'mailbox' });
  expect(filterOf({ state: 'due-today', level: '2', channel: 'pigeon' })).toEqual({ state: 'due-today' });
  expect(sheetAddress(filterOf({ level: '2' }))).toBe('/api/deadline-supervision/v1/board/messages?format=csv&state=overdue&level=2');
});
