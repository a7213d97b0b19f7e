import { expect, it } from '@jest/globals';
import { monthsOf, noticeDays, stageOf, tally, yearsOf, type Planned } from './session.rules.js';

const now = new Date('2026-09-18T15:30:00+08:00');
const session = (startsAt: string, changes: Partial<Planned> = {}): Planned =>
  ({ startsAt, endsAt: new Date(Date.parse(startsAt) + 7_200_000).toISOString(), state: 'scheduled', scheduledAt: '2026-09-01T01:00:00.000Z', ...changes });

it.each([
  ['ahead', session('2026-09-18T08:00:00.000Z')],
  ['live', session('2026-09-18T07:30:00.000Z')],
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
