import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { ruleExtension, type ExtensionCase } from './extension.rules.js';

type Fields = Partial<ExtensionCase> & Pick<ExtensionCase, 'newDueOn'> & { registeredOn: string };
/** With the dates that deadline-supervision would give for the board. */
const rule = ({ registeredOn, ...fields }: Fields) => {
  const after = (days: number) => stateCouncilCalendar.addWorkingDays(registeredOn, days).dueOn;
  const dates = { replyDueOn: after(3), finalDueOn: after(10), noticeDueOn: after(3), closeOfBusiness: '24:00' };
  return ruleExtension({ ...dates, now: new Date(`${registeredOn}T10:00:00+08:00`), ...fields }, stateCouncilCalendar);
};

describe('最长办理时限不得超过10个工作日 (R11)', () => {
  it.each([
    ['2011-09-30', '2011-10-19', '2011-10-20'],
    ['2019-04-26', '2019-05-13', '2019-05-14'],
    ['2024-09-13', '2024-09-29', '2024-09-30'],
    ['2026-09-18', '2026-10-09', '2026-10-12'],
  ])('registered on %s: %s is the last day, %s is refused and the cap named', (registeredOn, cap, beyond) => {
    expect(rule({ registeredOn, newDueOn: cap })).toMatchObject({ accepted: true, timely: true, cap });
    expect(rule({ registeredOn, newDueOn: beyond })).toEqual({ accepted: false, code: 'routing.extension-beyond-cap', parameters: { cap } });
  });

  it('follows the dates that deadline-supervision computed, as for a session that was postponed', () => {
    const postponed = { registeredOn: '2026-11-02', replyDueOn: '2026-11-19', noticeDueOn: '2026-11-19', finalDueOn: '2026-11-30', now: new Date('2026-11-18T10:00:00+08:00') };
    expect(rule({ ...postponed, newDueOn: '2026-11-30' })).toMatchObject({ accepted: true, timely: true });
    expect(rule({ ...postponed, newDueOn: '2026-12-01' })).toMatchObject({ accepted: false, parameters: { cap: '2026-11-30' } });
  });
});

describe('an extension', () => {
  it.each([
    ['on a Saturday', '2026-11-28', 'routing.extension-not-a-working-day'],
    ['on the day on which the reply is due anyway', '2026-11-26', 'routing.extension-not-later'],
    ['before it', '2026-11-24', 'routing.extension-not-later'],
  ])('to a date %s is refused', (_, newDueOn, code) => {
    expect(rule({ registeredOn: '2026-11-23', newDueOn })).toMatchObject({ accepted: false, code });
  });

  it('to a day that has passed is refused', () => {
    const late = { registeredOn: '2026-11-23', now: new Date('2026-12-02T10:00:00+08:00') };
    expect(rule({ ...late, newDueOn: '2026-12-01' })).toEqual({
      accepted: false,
      code: 'routing.extension-not-later',
      parameters: { after: '2026-12-02' },
    });
  });

  it.each([
    ['in the last second of the third working day: timely', '2026-11-26T23:59:59.999+08:00', true],
    ['at midnight after it: late, recorded, and cures nothing (R10)', '2026-11-27T00:00:00+08:00', false],
    ['on the seventh working day: late', '2026-12-02T10:00:00+08:00', false],
  ])('submitted %s', (_, now, timely) => {
    expect(rule({ registeredOn: '2026-11-23', newDueOn: '2026-12-07', now: new Date(now) })).toMatchObject({ accepted: true, timely });
  });

  it('is judged by the policy of its message: the last day for a notice, and the hour at which it ends', () => {
    const short = { registeredOn: '2026-11-23', newDueOn: '2026-12-07', noticeDueOn: '2026-11-25', closeOfBusiness: '17:30' };
    expect(rule({ ...short, now: new Date('2026-11-25T17:29:59+08:00') })).toMatchObject({ accepted: true, timely: true });
    expect(rule({ ...short, now: new Date('2026-11-25T17:30:00+08:00') })).toMatchObject({ accepted: true, timely: false, noticeDueOn: '2026-11-25' });
  });

  it('is not ruled on while nobody knows when the message is due, nor from before the first notice of the State Council', () => {
    expect(rule({ registeredOn: '2026-11-23', newDueOn: '2026-12-07', replyDueOn: null })).toMatchObject({ accepted: false, code: 'routing.deadline-unknown' });
    expect(rule({ registeredOn: '2005-01-03', newDueOn: '2005-01-10' })).toMatchObject({ accepted: false, code: 'routing.deadline-unknown' });
  });
});
