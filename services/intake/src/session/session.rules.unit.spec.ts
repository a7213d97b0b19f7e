import { describe, expect, it } from '@jest/globals';
import { addDays, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { askingRefusal, cancellationRefusal, closingRefusal, coachingRefusal, latestDayOf, openingRefusal, postponementRefusal, schedulingRefusal, seriesOf, sessionNumberOf, standingReason, type SessionStanding } from './session.rules.js';

const at = (text: string) => new Date(`${text}:00+08:00`);
const morningOf = (date: string) => ({ startsAt: at(`${date}T09:00`), endsAt: at(`${date}T11:00`) });
const interview: SessionStanding = { channel: 'interview', state: 'scheduled', firstStartsAt: at('2026-09-23T09:00'), postponedAt: null, coachedAt: null, openedAt: null, closedAt: null, ...morningOf('2026-09-23') };
const coached: SessionStanding = { ...interview, coachedAt: at('2026-09-21T15:00') };
const open: SessionStanding = { ...coached, state: 'open', openedAt: at('2026-09-23T09:01') };
const closed: SessionStanding = { ...open, state: 'held', closedAt: at('2026-09-23T10:40') };
const before = at('2026-09-18T15:00');

describe('announcing a session', () => {
  it.each([
    ['ahead and within one day', '2026-09-23T09:00', '2026-09-23T11:00', null],
    ['that has begun already', '2026-09-18T14:59', '2026-09-18T16:00', 'intake.session-times-wrong'],
    ['that ends when it begins', '2026-09-23T09:00', '2026-09-23T09:00', 'intake.session-times-wrong'],
    ['in a year that is a slip of the pen', '2062-09-23T09:00', '2062-09-23T11:00', 'intake.session-times-wrong'],
    ['that lasts past midnight', '2026-09-23T23:00', '2026-09-24T00:00', 'intake.session-times-wrong'],
  ])('%s', (_, startsAt, endsAt, refusal) => {
    expect(schedulingRefusal({ startsAt: at(startsAt), endsAt: at(endsAt) }, '临时安排', before)).toBe(refusal);
  });

  it.each([
    ['seven days before', at('2026-09-16T09:00'), undefined, null, null],
    ['later, without a word', at('2026-09-16T09:01'), undefined, 'intake.session-notice-short', null],
    ['later, with the reason', at('2026-09-16T09:01'), '临时安排', null, '临时安排'],
    ['in time, with a reason that nobody needs', at('2026-09-15T09:00'), '临时安排', null, null],
  ])('%s', (_, now, reason, refusal, standing) => {
    const times = morningOf('2026-09-23');
    expect([schedulingRefusal(times, reason, now), standingReason(times, reason, now)]).toEqual([refusal, standing]);
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
    ['a second time', { ...interview, state: 'postponed' as const, postponedAt: before }, '2026-09-28', before, 'intake.session-already-postponed'],
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
    ['once it is open', open, at('2026-09-23T10:00'), 'intake.session-opened'],
  ])('%s', (_, session, now, refusal) => expect(cancellationRefusal(session, now)).toBe(refusal));
});

describe('asking in a session', () => {
  it.each([
    ['before it', interview, 'interview', before, null],
    ['until it ends', interview, 'interview', at('2026-09-23T10:59'), null],
    ['once it is closed, before its time', closed, 'interview', at('2026-09-23T10:50'), 'intake.session-takes-no-questions'],
    ['once it is over', interview, 'interview', at('2026-09-23T11:00'), 'intake.session-takes-no-questions'],
    ['that is cancelled', { ...interview, state: 'cancelled' as const }, 'interview', before, 'intake.session-takes-no-questions'],
    ['of another channel', interview, 'forum', before, 'intake.session-unknown'],
    ['that nobody announced', null, 'interview', before, 'intake.session-unknown'],
  ])('%s', (_, session, channel, now, refusal) => expect(askingRefusal(session, channel, now)).toBe(refusal));
});

describe('R16: a session 访谈', () => {
  const inIt = at('2026-09-23T09:05');
  it.each([
    ['before the start', interview, at('2026-09-21T15:00'), at('2026-09-22T09:00'), null],
    ['that has not been yet', interview, at('2026-09-22T15:00'), at('2026-09-22T09:00'), 'intake.coaching-time-wrong'],
    ['when it has begun already', interview, at('2026-09-23T09:00'), inIt, 'intake.coaching-time-wrong'],
    ['once it is open', open, at('2026-09-21T15:00'), inIt, 'intake.session-opened'],
    ['of one that is cancelled', { ...interview, state: 'cancelled' as const }, at('2026-09-21T15:00'), inIt, 'intake.session-cancelled'],
  ])('is coached 辅导 %s', (_, session, heldAt, now, refusal) => expect(coachingRefusal(session, heldAt, now)).toBe(refusal));

  it.each([
    ['coached', coached, undefined, inIt, null],
    ['uncoached, with the reason', interview, '准备时间不足', inIt, null],
    ['uncoached, without a word', interview, undefined, inIt, 'intake.session-uncoached'],
    ['too early', coached, undefined, at('2026-09-23T08:59'), 'intake.session-not-begun'],
    ['late, on its day', coached, undefined, at('2026-09-23T17:00'), null],
    ['on another day', coached, undefined, at('2026-09-24T09:00'), 'intake.session-over'],
    ['twice', open, undefined, inIt, 'intake.session-opened'],
    ['though cancelled', { ...coached, state: 'cancelled' as const }, undefined, inIt, 'intake.session-cancelled'],
  ])('opens %s', (_, session, reason, now, refusal) => expect(openingRefusal(session, reason, now)).toBe(refusal));
});

describe('R15: a session is closed', () => {
  const official = { name: '周明', post: '局长' };
  it.each([
    ['as held, with the principal', open, 'held' as const, official, null],
    ['as held, with nobody recorded', open, 'held' as const, null, 'intake.session-without-principal'],
    ['as held without the principal', open, 'held-without-principal' as const, official, null],
    ['that was never opened', coached, 'held' as const, official, 'intake.session-not-open'],
    ['twice', closed, 'held' as const, official, 'intake.session-closed'],
    ['though cancelled', { ...interview, state: 'cancelled' as const }, 'held' as const, official, 'intake.session-cancelled'],
  ])('%s', (_, session, attendance, attendedBy, refusal) => expect(closingRefusal(session, attendance, attendedBy)).toBe(refusal));
});
