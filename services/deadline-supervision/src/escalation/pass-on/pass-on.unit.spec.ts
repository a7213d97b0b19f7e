import { describe, expect, it } from '@jest/globals';
import { addDays, endOfBusinessDate, startOfBusinessDate, stateCouncilCalendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { raisedBefore } from './pass-on.rules.js';

const before = (now: string, workingDays = 1, close = '24:00') => raisedBefore(new Date(now), workingDays, close, stateCouncilCalendar).toISOString();

describe('R22: an escalation that was not acknowledged within one working day', () => {
  it.each([
    ['a Wednesday: the Thursday is its day', '2026-09-24T23:59:59.999+08:00', '2026-09-23T00:00:00+08:00'],
    ['a Wednesday: with the end of Thursday it is over', '2026-09-25T00:00:00+08:00', '2026-09-24T00:00:00+08:00'],
    ['a Saturday before a working Sunday 调休上班日', '2026-09-21T00:00:00+08:00', '2026-09-20T00:00:00+08:00'],
    ['the National Day holiday: the first working day after it', '2026-10-09T00:00:00+08:00', '2026-10-08T00:00:00+08:00'],
    ['in the midst of that holiday: what was raised before its eve', '2026-10-07T12:00:00+08:00', '2026-09-30T00:00:00+08:00'],
  ])('%s', (_, now, instant) => expect(before(now)).toBe(new Date(instant).toISOString()));

  it('by a close of business before midnight it is over then', () => {
    expect([before('2026-09-24T17:29:00+08:00', 1, '17:30'), before('2026-09-24T17:30:00+08:00', 1, '17:30')]).toEqual(
      ['2026-09-23', '2026-09-24'].map((date) => startOfBusinessDate(date).toISOString()),
    );
  });

  it('is exactly what was raised on a day whose last working day has ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 24 * 60 }), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 30 }), (day, minute, workingDays, back) => {
        const today = addDays('2012-01-01', day);
        const now = new Date(startOfBusinessDate(today).getTime() + minute * 60_000);
        const raisedOn = addDays(today, -back);
        const { dueOn } = stateCouncilCalendar.addWorkingDays(raisedOn, workingDays);
        const isOver = endOfBusinessDate(String(dueOn)) <= now;
        return isOver === startOfBusinessDate(raisedOn) < raisedBefore(now, workingDays, '24:00', stateCouncilCalendar);
      }),
    );
  });
});
