import { expect, it } from '@jest/globals';
import { attendanceFault, changeSentence, forumStageOf, pointsSum, quotasFault, type ForumStage } from './forum.rules.js';

const at = (time: string) => new Date(`2026-11-${time}+08:00`);
const draw = { seed: 'a', drawnAt: '2026-11-21T02:00:00.000Z', selected: 20, waiting: 11 };
const minutes = { invited: 20, attended: 18, summary: '公交', publishedAt: '2026-11-26T02:00:00.000Z' };
const forum = (changes: object = {}) => ({ state: 'scheduled' as const, startsAt: '2026-11-25T06:30:00.000Z', signUp: { from: '2026-11-15T01:00:00.000Z', until: '2026-11-20T10:00:00.000Z' }, draw: null, minutes: null, ...changes });

it.each<[ForumStage, object | undefined, Date, 'scheduled' | 'open' | 'held' | 'cancelled']>([
  ['unannounced', undefined, at('10T09:00:00'), 'scheduled'],
  ['never-announced', undefined, at('25T14:30:00'), 'held'],
  ['sign-up-ahead', {}, at('15T08:59:59'), 'scheduled'],
  ['sign-up', {}, at('15T09:00:00'), 'scheduled'],
  ['to-be-drawn', {}, at('20T18:00:00'), 'scheduled'],
  ['drawn', { draw }, at('21T18:00:00'), 'scheduled'],
  ['begun', { draw }, at('25T14:30:00'), 'open'],
  ['to-be-drawn', {}, at('25T18:00:00'), 'held'],
  ['to-be-minuted', { draw }, at('25T18:00:00'), 'held'],
  ['minuted', { draw, minutes }, at('26T18:00:00'), 'held'],
  ['cancelled', { draw }, at('21T18:00:00'), 'cancelled'],
])('a forum is %s', (stage, changes, now, state) => expect(forumStageOf({ state, startsAt: forum().startsAt }, changes && forum(changes), now)).toBe(stage));

it.each([
  ['请填写名额。', '' as const, [{ name: '居民', seats: 5 }]],
  ['请填写组别的名称。', 20, [{ name: ' ', seats: 5 }]],
  ['组别的名称不能重复。', 20, [{ name: '居民', seats: 5 }, { name: '居民 ', seats: 5 }]],
  ['请填写每组保留的名额。', 20, [{ name: '居民', seats: '' as const }]],
  ['各组保留的名额共21个，多于总名额20个。', 20, [{ name: '居民', seats: 11 }, { name: '商户', seats: 10 }]],
  [null, 20, [{ name: '居民', seats: 0 }, { name: '商户', seats: 20 }]],
])('quotas: %s', (fault, seats, groups) => expect(quotasFault(seats, groups)).toBe(fault));

it('R33: points raised are those answered on the spot and those registered', () => {
  const point = (answer: string | null, messageNumber: string | null) => ({ pointId: 'a', topic: '公交', opinion: '班次少', answer, messageId: null, messageNumber });
  expect(pointsSum([point('已加', null), point(null, 'HN20261125-0001'), point(null, 'HN20261125-0002')])).toEqual({ raised: 3, answered: 1, registered: 2 });
});

it.each([
  ['请填写邀请人数和到场人数。', '' as const, 3],
  ['邀请人数不能多于报名人数（31人）。', 32, 3],
  ['到场人数不能多于邀请人数。', 20, 21],
  [null, 20, 20],
])('attendance: %s', (fault, invited, attended) => expect(attendanceFault(invited, attended, { draw })).toBe(fault));

it('the log says what was changed, of which unit, from when to when', () => {
  const unit = { code: 'bus', name: '市交通局' };
  expect(changeSentence({ change: 'moved', unit, fromMonth: '2026-11', toMonth: '2026-12' })).toBe('调整：市交通局，由2026年11月改为2026年12月');
  expect(changeSentence({ change: 'added', unit, fromMonth: null, toMonth: '2026-12' })).toBe('增加：市交通局，2026年12月');
  expect(changeSentence({ change: 'removed', unit, fromMonth: '2026-11', toMonth: null })).toBe('移出：市交通局，2026年11月');
});
