import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import type { Fact, FactData, FactType } from './facts.rules.js';
import { standingOf, type Known } from './standing.rules.js';

const a = { code: 'a', name: '甲' };
const b = { code: 'b', name: '乙' };
const fact = (owner: Fact['owner'], sequence: number, type: FactType, data: FactData = {}): Fact => ({
  messageId: 'm', owner, sequence, type, at: new Date('2026-09-18T08:00:00Z'), data,
});
const routing = (sequence: number, type: FactType, data: FactData = {}) => fact('routing', sequence, type, data);
const deadline = (sequence: number, type: FactType, data: FactData = {}) => fact('deadline-supervision', sequence, type, data);
const known = (changes: Partial<Known> = {}): Known => ({ registeredOn: '2026-09-18', visibility: 'public', facts: [], replies: [], notices: [], ...changes });
const standing = (changes: Partial<Known> = {}) => standingOf(known(changes), stateCouncilCalendar);
const reply = (day: string, interim = false) => ({ replyId: day, interim, submittedAt: new Date(`${day}T10:00:00+08:00`), publishedAt: new Date(`${day}T10:00:01+08:00`) });
const notice = (day: string, newDueOn: string) => ({ extensionId: day, unit: a, newDueOn, submittedAt: new Date(`${day}T10:00:00+08:00`), publishedAt: new Date(`${day}T10:00:00+08:00`) });

describe('what a message’s events come to', () => {
  it('R09, R11: before deadline-supervision has spoken, 3 and 10 working days', () => {
    expect(standing()).toMatchObject({ replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', dueOn: '2026-09-22', provisional: false, unit: null, ending: 'open' });
  });

  it('what deadline-supervision says goes before, and its newest word before the older', () => {
    const facts = [
      deadline(3, 'deadline-moved', { replyDueOn: '2026-09-28', finalDueOn: '2026-10-12', provisional: false, cause: 'calendar' }),
      deadline(1, 'deadline-opened', { replyDueOn: '2026-09-24', finalDueOn: '2026-10-10', provisional: false }),
      deadline(2, 'deadline-moved', { replyDueOn: '2026-09-25', finalDueOn: '2026-10-11', provisional: false, cause: 'policy' }),
    ];
    expect(standing({ facts })).toMatchObject({ replyDueOn: '2026-09-28', finalDueOn: '2026-10-12' });
  });

  it('a question in a live session counts from the session’s day, as deadline-supervision last said, beside an extension that reaches further', () => {
    const facts = [
      deadline(1, 'deadline-opened', { replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false, dayZero: '2026-09-18' }),
      deadline(2, 'deadline-moved', { replyDueOn: '2026-09-28', unextendedDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false, dayZero: '2026-09-18', cause: 'extension' }),
      deadline(3, 'deadline-moved', { replyDueOn: '2026-10-16', unextendedDueOn: '2026-10-16', finalDueOn: '2026-10-27', provisional: false, dayZero: '2026-10-13', cause: 'session' }),
      deadline(4, 'deadline-moved', { replyDueOn: '2026-10-26', unextendedDueOn: '2026-10-19', finalDueOn: '2026-10-28', provisional: false, dayZero: '2026-10-14', cause: 'session' }),
    ];
    const notices = [notice('2026-09-21', '2026-09-28')];
    expect(standing({ facts: facts.slice(0, 2), notices })).toMatchObject({ dayZero: null, dueOn: '2026-09-28' });
    expect(standing({ facts: facts.slice(0, 3).toReversed(), notices })).toMatchObject({ dayZero: '2026-10-13', dueOn: '2026-10-16', finalDueOn: '2026-10-27', provisional: false });
    expect(standing({ facts, notices: [notice('2026-09-21', '2026-10-26')] })).toMatchObject({ replyDueOn: '2026-10-19', dueOn: '2026-10-26', extended: true });
  });

  it('what deadline-supervision says of a date that an extension has moved goes before what is computed here, provisional or not', () => {
    const opened = deadline(1, 'deadline-opened', { replyDueOn: '2026-12-28', finalDueOn: '2027-01-06', provisional: false });
    const moved = (sequence: number, replyDueOn: string, provisional: boolean) =>
      deadline(sequence, 'deadline-moved', { replyDueOn, unextendedDueOn: '2026-12-28', finalDueOn: '2027-01-07', provisional, cause: sequence === 2 ? 'extension' : 'calendar' });
    const at = (...facts: Fact[]) => standing({ registeredOn: '2026-12-23', notices: [notice('2026-12-25', '2027-01-04')], facts: facts.toReversed() });
    expect(at(opened)).toMatchObject({ replyDueOn: '2026-12-28', dueOn: '2027-01-04', provisional: true, extended: true });
    expect(at(opened, moved(2, '2027-01-04', true))).toMatchObject({ dueOn: '2027-01-04', provisional: true });
    // The calendar here does not know the notice yet.
    expect(at(opened, moved(2, '2027-01-04', true), moved(3, '2027-01-05', false))).toMatchObject({
      replyDueOn: '2026-12-28', dueOn: '2027-01-05', provisional: false, finalDueOn: '2027-01-07', extension: { newDueOn: '2027-01-05' },
    });
  });

  it('a date that nobody can know is not computed here either', () => {
    const facts = [deadline(1, 'deadline-opened', { replyDueOn: null, finalDueOn: null, provisional: true })];
    expect(standing({ facts })).toMatchObject({ replyDueOn: null, finalDueOn: null, dueOn: null, provisional: true });
  });

  it('whether it was answered in time is for deadline-supervision to say, and by which calendar', () => {
    const answered = (publishedInTime: boolean | null) =>
      standing({ replies: [reply('2026-09-21')], facts: [deadline(2, 'closed', { publishedInTime, calendarVersion: '2007-2026.aa' })] });
    expect([true, false, null].map((ruled) => answered(ruled).answeredInTime)).toEqual([true, false, null]);
    expect(answered(true).calendarVersion).toBe('2007-2026.aa');
    expect(standing({ replies: [reply('2026-09-21')] })).toMatchObject({ answeredInTime: true, calendarVersion: null });
  });

  it('a date that reaches into a year without notice is provisional', () => {
    expect(standing({ registeredOn: '2026-12-28' }).provisional).toBe(true);
  });

  it('assigned, returned, assigned again: the last by the owner’s count is the unit', () => {
    const facts = [routing(1, 'assigned', { unit: a }), routing(2, 'returned', { unit: a }), routing(3, 'designated', { unit: b })];
    expect(standing({ facts: facts.toReversed() }).unit).toEqual(b);
    expect(standing({ facts: facts.slice(0, 2) }).unit).toBeNull();
  });

  it('R10, R11: a timely extension moves the date, never past the cap; a late one nothing', () => {
    expect(standing({ notices: [notice('2026-09-22', '2026-09-28')] })).toMatchObject({ dueOn: '2026-09-28', extended: true, replyDueOn: '2026-09-22' });
    expect(standing({ notices: [notice('2026-09-22', '2026-12-01')] })).toMatchObject({ dueOn: '2026-10-09' });
    expect(standing({ notices: [notice('2026-09-23', '2026-09-28')] })).toMatchObject({ dueOn: '2026-09-22', extended: false });
    expect(standing({ notices: [notice('2026-09-21', '2026-09-24'), notice('2026-09-19', '2026-09-28')] })).toMatchObject({ dueOn: '2026-09-28' });
  });

  it('whether an extension was in time is judged by the policy of the message: its last day for a notice, and the hour at which it ends', () => {
    const dates = { replyDueOn: '2026-09-24', finalDueOn: '2026-10-12', provisional: false, noticeDueOn: '2026-09-22', closeOfBusiness: '09:30' };
    const facts = [deadline(1, 'deadline-opened', dates)];
    expect(standing({ facts, notices: [notice('2026-09-21', '2026-09-28')] })).toMatchObject({ dueOn: '2026-09-28', extended: true });
    expect(standing({ facts, notices: [notice('2026-09-22', '2026-09-28')] })).toMatchObject({ dueOn: '2026-09-24', extended: false });
  });

  it('the first published reply that is not interim ends it, publicly or privately', () => {
    const replies = [reply('2026-09-24'), reply('2026-09-21'), reply('2026-09-20', true)];
    expect(standing({ replies })).toMatchObject({ ending: 'publicly-answered', answeredAt: new Date('2026-09-21T02:00:01Z'), answeredInTime: true, interimPublished: true });
    expect(standing({ replies, visibility: 'private' }).ending).toBe('privately-answered');
    expect(standing({ replies: [reply('2026-09-20', true)] })).toMatchObject({ ending: 'open', answeredAt: null });
    expect(standing({ replies: [reply('2026-09-23')] }).answeredInTime).toBe(false);
  });

  it('an overdue that is withdrawn takes its escalations with it', () => {
    const facts = [deadline(2, 'overdue'), deadline(3, 'escalated', { level: 1 }), deadline(4, 'escalated', { level: 3 }), deadline(5, 'overdue-withdrawn')];
    expect(standing({ facts: facts.slice(0, 3) }).level).toBe(3);
    expect(standing({ facts }).level).toBe(0);
  });

  it('an escalation that is withdrawn alone leaves the others standing, until it is raised again', () => {
    // Of what waits for a unit the third level is no matter of the inspection bureau.
    expect(standing({ facts: [deadline(2, 'escalated', { level: 3, to: 'supervision-office' })] }).level).toBe(2);
    const facts = [deadline(2, 'escalated', { level: 1 }), deadline(3, 'escalated', { level: 3 }), deadline(4, 'escalation-withdrawn', { level: 3 }), deadline(5, 'escalated', { level: 3 })];
    expect([2, 3, 4].map((count) => standing({ facts: facts.slice(0, count).toReversed() }).level)).toEqual([3, 1, 3]);
  });

  it('of two escalations of one level the one that is withdrawn takes the other not with it', () => {
    const raised = (sequence: number, escalationId: string) => deadline(sequence, 'escalated', { escalationId, level: 3 });
    const facts = [raised(2, 'a'), raised(3, 'b'), deadline(4, 'escalation-withdrawn', { escalationId: 'a', level: 3 })];
    expect(standing({ facts }).level).toBe(3);
    expect(standing({ facts: [...facts, deadline(5, 'escalation-withdrawn', { escalationId: 'b', level: 3 })] }).level).toBe(0);
    const unanswered = deadline(3, 'escalated', { escalationId: 'b', level: 2, cause: 'urging-order' });
    expect(standing({ facts: [raised(2, 'a'), unanswered, deadline(4, 'overdue-withdrawn')] }).level).toBe(2);
    // One that was kept when its id was not.
    expect(standing({ facts: [deadline(2, 'escalated', { level: 3 }), deadline(3, 'escalation-withdrawn', { escalationId: 'a', level: 3 })] }).level).toBe(0);
  });

  it('the order in which things are known changes nothing', () => {
    const full = known({
      facts: [routing(1, 'assigned', { unit: a }), routing(2, 'returned', { unit: a }), routing(3, 'assigned', { unit: b }), deadline(1, 'deadline-opened', { replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false }), deadline(2, 'escalated', { level: 1 }), deadline(3, 'overdue-withdrawn'), deadline(4, 'escalated', { level: 2 })],
      replies: [reply('2026-09-20', true), reply('2026-09-24'), reply('2026-09-25')],
      notices: [notice('2026-09-21', '2026-09-24'), notice('2026-09-23', '2026-09-28')],
    });
    const expected = standingOf(full, stateCouncilCalendar);
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(fc.property(shuffled(full.facts), shuffled(full.replies), shuffled(full.notices), (facts, replies, notices) => {
      expect(standingOf({ ...full, facts, replies, notices }, stateCouncilCalendar)).toEqual(expected);
    }));
  });
});
