import { expect, it } from '@jest/globals';
import { leftWords, monthsOf, noticeDays, openingOf, requirementsOf, stageOf, tally, yearsOf, type Planned, type Prepared } from './session.rules.js';

const now = new Date('2026-09-18T15:30:00+08:00');
const session = (startsAt: string, changes: Partial<Planned> = {}): Planned =>
  ({ startsAt, endsAt: new Date(Date.parse(startsAt) + 7_200_000).toISOString(), state: 'scheduled', scheduledAt: '2026-09-01T01:00:00.000Z', ...changes });

it.each([
  ['ahead', session('2026-09-18T08:00:00.000Z')],
  ['due', session('2026-09-18T07:30:00.000Z')],
  ['over', session('2026-09-18T05:00:00.000Z')],
  ['live', session('2026-09-18T05:00:00.000Z', { state: 'open' })],
  ['held', session('2026-09-18T05:00:00.000Z', { state: 'held' })],
  ['cancelled', session('2026-09-20T08:00:00.000Z', { state: 'cancelled' })],
])('stands %s', (stage, planned) => {
  expect(stageOf(planned, now)).toBe(stage);
});

it('stands in the month that the city has, in order of time', () => {
  const [newYear, later, earlier] = [session('2026-12-31T16:30:00.000Z'), session('2026-09-20T08:00:00.000Z'), session('2026-09-02T08:00:00.000Z')];
  const months = monthsOf([newYear, later, earlier], 2026);
  expect(months).toHaveLength(12);
  expect(months[8]).toEqual({ month: 9, sessions: [earlier, later] });
  expect(months[11]).toEqual({ month: 12, sessions: [] });
  expect(monthsOf([newYear], 2027)[0]).toEqual({ month: 1, sessions: [newYear] });
});

it('the present year is always there', () => {
  expect(yearsOf([session('2027-01-04T08:00:00.000Z'), session('2025-03-04T08:00:00.000Z')], now)).toEqual([2027, 2026, 2025]);
});

it('was announced so many whole days before', () => {
  expect(noticeDays(session('2026-09-08T01:00:00.000Z'))).toBe(7);
  expect(noticeDays(session('2026-09-08T00:59:00.000Z'))).toBe(6);
});

it('counts of questions add up to what was received', () => {
  expect(tally([{ state: 'assigned' }, { state: 'answered' }, { state: 'assigned' }])).toEqual({ received: 3, parts: [{ state: 'assigned', count: 2 }, { state: 'answered', count: 1 }] });
});

it.each([
  ['early', session('2026-09-18T08:00:00.000Z')],
  ['open', session('2026-09-18T07:30:00.000Z')],
  ['open', session('2026-09-18T01:00:00.000Z', { state: 'postponed' })],
  ['late', session('2026-09-17T07:30:00.000Z')],
  [null, session('2026-09-18T07:30:00.000Z', { state: 'open' })],
  [null, session('2026-09-18T07:30:00.000Z', { state: 'cancelled' })],
])('can be opened: %s', (opening, planned) => expect(openingOf(planned, now)).toBe(opening));

it('says what of the regulation is met, and which public reason stands for what is not', () => {
  const prepared = (changes: Partial<Prepared>): Prepared => ({ ...session('2026-09-20T08:00:00.000Z'), channel: 'interview', principal: { name: '周明', post: '局长' }, shortNoticeReason: null, coachedAt: '2026-09-16T01:00:00.000Z', opening: null, ...changes });
  const said = (changes: Partial<Prepared>) => requirementsOf(prepared(changes), now).map(({ what, isMet, reason }) => `${what} ${isMet} ${reason}`);
  expect(said({})).toEqual(['principal true null', 'coaching true null', 'notice true null', 'asking true null']);
  const opening = { openedAt: '2026-09-20T08:00:00.000Z', uncoachedReason: '临时更换主题' };
  expect(said({ principal: null, coachedAt: null, opening, scheduledAt: '2026-09-17T01:00:00.000Z', shortNoticeReason: '集中访谈周', state: 'held' })).toEqual(['principal false null', 'coaching false 临时更换主题', 'notice false 集中访谈周', 'asking false null']);
});

it.each([
  ['距结束还有120分钟', session('2026-09-18T07:30:00.000Z', { state: 'open' })],
  ['已超过约定时间30分钟', session('2026-09-18T05:00:00.000Z', { state: 'open' })],
  [null, session('2026-09-18T07:30:00.000Z')],
])('says how long it goes on: %s', (words, planned) => expect(leftWords(planned, now)).toBe(words));
