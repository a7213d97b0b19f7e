import { describe, expect, it } from '@jest/globals';
import { addDays, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { askingRefusal, cancellationRefusal, latestDayOf, postponementRefusal, schedulingRefusal, seriesOf, sessionNumberOf, type SessionStanding } from './session.rules.js';

const at = (text: string) => new Date(`${text}:00+08:00`);
const morningOf = (date: string) => ({ startsAt: at(`${date}T09:00`), endsAt: at(`${date}T11:00`) });
const interview: SessionStanding = { channel: 'interview', state: 'scheduled', firstStartsAt: at('2026-09-23T09:00'), ...morningOf('2026-09-23') };
const before = at('2026-09-18T15:00');

describe('announcing a session', () => {
  it.each([
    ['ahead and within one day', '2026-09-23T09:00', '2026-09-23T11:00', null],
    ['that has begun already', '2026-09-18T14:59', '2026-09-18T16:00', 'intake.session-times-wrong'],
    ['that ends when it begins', '2026-09-23T09:00', '2026-09-23T09:00', 'intake.session-times-wrong'],
    ['in a year that is a slip of the pen', '2062-09-23T09:00', '2062-09-23T11:00', 'intake.session-times-wrong'],
    ['that lasts past midnight', '2026-09-23T23:00', '2026-09-24T00:00', 'intake.session-times-wrong'],
  ])('%s', (_, startsAt, endsAt, refusal) => {
    expect(schedulingRefusal({ startsAt: at(startsAt), endsAt: at(endsAt) }, before)).toBe(refusal);
  });

  it('numbers interviews 访谈 and forums 座谈会 apart, by year', () => {
    expect([sessionNumberOf(seriesOf('HN', 'interview', '2026-09-18'), 12), sessionNumberOf(seriesOf('HN', 'forum', '2027-01-01'), 1)]).toEqual(['HN-FT2026-012', 'HN-ZT2027-001']);
  });
});

describe('postponing a session 推迟', () => {
  it.each([
    ['to the next week', interview, '2026-09-28', before, null],
    // From Wednesday 23 September: three days off for 中秋, seven for 国庆, and a make-up day on 10 October.
    ['to the twentieth working day after its first day', interview, '2026-10-28', before, null],
    ['to the day after that', interview, '2026-10-29', before, 'intake.session-postponed-too-far'],
    ['to an earlier day', interview, '2026-09-22', before, 'intake.session-times-wrong'],
    ['when it has begun', interview, '2026-09-28', at('2026-09-23T09:00'), 'intake.session-begun'],
    ['a second time', { ...interview, state: 'postponed' as const }, '2026-09-28', before, 'intake.session-already-postponed'],
    ['when it is cancelled', { ...interview, state: 'cancelled' as const }, '2026-09-28', before, 'intake.session-cancelled'],
  ])('%s', (_, session, date, now, refusal) => {
    expect(postponementRefusal(session, morningOf(date), now, calendar)).toBe(refusal);
  });

  it('never takes it past the twentieth working day, counted one by one', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 1, max: 60 }), (first, later) => {
      const day = addDays('2026-01-02', first);
      const session = { ...interview, firstStartsAt: morningOf(day).startsAt, ...morningOf(day) };
      let worked = 0;
      for (let passed = 1; passed <= later; passed += 1) if (calendar.isWorkingDay(addDays(day, passed))) worked += 1;
      const isWithin = worked < 20 || (worked === 20 && calendar.isWorkingDay(addDays(day, later)));
      const refusal = postponementRefusal(session, morningOf(addDays(day, later)), at('2026-01-01T00:00'), calendar);
      expect(refusal).toBe(isWithin ? null : 'intake.session-postponed-too-far');
      expect(String(latestDayOf(session, calendar)) >= addDays(day, later)).toBe(isWithin);
    }));
  });
});

describe('cancelling a session 取消', () => {
  it.each([
    ['before it', interview, before, null],
    ['in the middle of it', interview, at('2026-09-23T10:00'), null],
    ['after it', interview, at('2026-09-23T11:00'), 'intake.session-over'],
    ['again', { ...interview, state: 'cancelled' as const }, before, 'intake.session-cancelled'],
  ])('%s', (_, session, now, refusal) => expect(cancellationRefusal(session, now)).toBe(refusal));
});

describe('asking in a session', () => {
  it.each([
    ['before it', interview, 'interview', before, null],
    ['until it ends', interview, 'interview', at('2026-09-23T10:59'), null],
    ['once it is over', interview, 'interview', at('2026-09-23T11:00'), 'intake.session-takes-no-questions'],
    ['that is cancelled', { ...interview, state: 'cancelled' as const }, 'interview', before, 'intake.session-takes-no-questions'],
    ['of another channel', interview, 'forum', before, 'intake.session-unknown'],
    ['that nobody announced', null, 'interview', before, 'intake.session-unknown'],
  ])('%s', (_, session, channel, now, refusal) => expect(askingRefusal(session, channel, now)).toBe(refusal));
});
