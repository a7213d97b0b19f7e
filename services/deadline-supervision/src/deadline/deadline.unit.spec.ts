import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar, type Notice } from '@wenzheng/working-days';
import { deriveDeadline, phaseAt, type DeadlineState } from './deadline.rules.js';
import type { Fact } from './fact.rules.js';
import { consequencesOf, nextFireAt } from './ladder.rules.js';
import { assigned, extensionPublished, extensionSubmitted, gateReturned, policy, published, registered, returned, submitted, unit } from './properties/histories.fixture.js';

const stateOf = (...facts: Fact[]): DeadlineState => {
  const state = deriveDeadline(facts, policy, calendar);
  if (!state) throw new Error('not registered');
  return state;
};
/** Friday; due on Tuesday 2026-09-22, for Sunday the 20th is a working day; the cap is 2026-10-09. */
const friday = registered('2026-09-18T15:00:00+08:00');
const at = (instant: string) => new Date(`${instant}+08:00`);
const stepsOf = (state: DeadlineState) => state.steps.map(({ step, at: instant }) => `${step} ${instant.toISOString()}`);

describe('R09: the due date', () => {
  it('accepted on a Friday → the third working day, make-up Sunday counted; the cap is the tenth', () => {
    expect(stateOf(friday)).toMatchObject({ registeredOn: '2026-09-18', replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', provisional: false });
  });
  it('accepted a second before Shanghai midnight → that day is day zero, whatever the zone of UTC says', () => {
    expect(stateOf(registered('2026-09-18T15:59:59Z')).registeredOn).toBe('2026-09-18');
  });
  it('is not known, and nothing falls due, before the first notice of the State Council', () => {
    expect(stateOf(registered('2006-05-01T10:00:00+08:00'))).toMatchObject({ replyDueOn: null, finalDueOn: null, provisional: true, steps: [] });
  });
  it('without the registration there is no deadline, however much else is known', () => {
    expect(deriveDeadline([assigned(), submitted('2026-09-20T10:00:00+08:00')], policy, calendar)).toBeNull();
  });
});

describe('on time', () => {
  it('submitted a millisecond before 24:00 of the due date → in time', () => {
    const state = stateOf(friday, submitted('2026-09-22T15:59:59.999Z'));
    expect([state.submittedInTime, state.overdueAt]).toEqual([true, null]);
  });
  it('submitted at 24:00 sharp → too late', () => {
    const state = stateOf(friday, submitted('2026-09-22T16:00:00Z'));
    expect([state.submittedInTime, state.overdueAt]).toEqual([false, at('2026-09-23T00:00:00')]);
  });
  it('submitted on the Saturday after a due Friday is late, although no working day lies between', () => {
    const state = stateOf(registered('2026-11-17T10:00:00+08:00'), submitted('2026-11-21T10:00:00+08:00'));
    expect([state.replyDueOn, state.workingDaysToSubmission, state.withinReplyDue]).toEqual(['2026-11-20', 3, false]);
  });
});

describe('what closes the deadline', () => {
  const inTime = '2026-09-21T10:00:00+08:00';
  it('R09: a published reply, public or private', () => {
    expect(stateOf(friday, published(inTime, '2026-09-21T11:00:00+08:00')).ending).toBe('publicly-answered');
    expect(stateOf(friday, published(inTime, '2026-09-21T11:00:00+08:00', 1, { visibility: 'private' })).ending).toBe('privately-answered');
  });
  it('not a submitted one: it waits in review, and the message is not overdue however long that takes', () => {
    const state = stateOf(friday, submitted(inTime));
    expect([state.ending, phaseAt(state, at('2026-10-20T00:00:00')), state.answer?.reviewDueOn]).toEqual(['open', 'under-review', '2026-09-22']);
    expect(state.steps).toEqual([]);
  });
  it('an interim reply 阶段性回复 stops nothing', () => {
    const state = stateOf(friday, submitted(inTime, 1, true), published(inTime, inTime, 1, { interim: true }));
    expect([state.ending, state.interimPublishedAt, state.overdueAt]).toEqual(['open', new Date(inTime), at('2026-09-23T00:00:00')]);
  });
  it('a reply that the gate sent back leaves the message overdue as of its due instant', () => {
    const state = stateOf(friday, submitted(inTime), gateReturned('2026-09-24T10:00:00+08:00'));
    expect(phaseAt(state, at('2026-09-24T10:00:00'))).toBe('overdue');
    expect(state.overdueAt).toEqual(at('2026-09-23T00:00:00'));
  });
  it('a second, late submission after a return is judged late, the published text alone counts', () => {
    const late = '2026-09-25T10:00:00+08:00';
    const state = stateOf(friday, submitted(inTime), gateReturned('2026-09-23T10:00:00+08:00'), submitted(late, 2), published(late, '2026-09-25T11:00:00+08:00', 2));
    expect([state.submittedInTime, state.answer?.submittedAt]).toEqual([false, new Date(late)]);
  });
  it('a timely submission published after the due date: the unit was in time, the city was not', () => {
    const state = stateOf(friday, published(inTime, '2026-09-23T11:00:00+08:00'));
    expect([state.submittedInTime, state.publishedInTime, state.overdueAt]).toEqual([true, false, null]);
  });
});

describe('R10: an extension', () => {
  const inTime = '2026-09-22T10:00:00+08:00';
  it('takes effect when it is published, not before', () => {
    expect(stateOf(friday, extensionSubmitted(inTime, '2026-09-30')).dueOn).toBe('2026-09-22');
    const state = stateOf(friday, extensionPublished(inTime, '2026-09-23T10:00:00+08:00', '2026-09-30'));
    expect([state.dueOn, phaseAt(state, at('2026-09-24T00:00:00'))]).toEqual(['2026-09-30', 'extended']);
  });
  it('R11: never goes past the cap', () => {
    expect(stateOf(friday, extensionPublished(inTime, inTime, '2027-01-01')).dueOn).toBe('2026-10-09');
  });
  it('to an earlier date takes nothing away', () => {
    expect(stateOf(friday, extensionPublished(inTime, inTime, '2026-09-21')).dueOn).toBe('2026-09-22');
  });
  it('submitted after the third working day is recorded and cures nothing', () => {
    const state = stateOf(friday, extensionPublished('2026-09-22T16:00:00Z', '2026-09-23T10:00:00+08:00', '2026-09-30'));
    expect([state.dueOn, state.extension?.timely, state.overdueAt]).toEqual(['2026-09-22', false, at('2026-09-23T00:00:00')]);
  });
  it('counts once: the first to be published', () => {
    const first = extensionPublished(inTime, '2026-09-22T11:00:00+08:00', '2026-09-28', 1);
    const second = extensionPublished('2026-09-21T10:00:00+08:00', '2026-09-22T12:00:00+08:00', '2026-09-30', 2);
    expect(stateOf(friday, second, first).dueOn).toBe('2026-09-28');
  });
});

describe('the ladder 提醒、催办、上报', () => {
  it('R22, R24: reminder at 09:00 a working day before, overdue with level 1, urging at 09:00 of the next working day, level 2 two working days on, level 3 past the cap', () => {
    expect(stepsOf(stateOf(friday))).toEqual([
      'reminder 2026-09-21T01:00:00.000Z',
      'overdue 2026-09-22T16:00:00.000Z',
      'escalation-1 2026-09-22T16:00:00.000Z',
      'urging 2026-09-23T01:00:00.000Z',
      'escalation-2 2026-09-24T16:00:00.000Z',
      'escalation-3 2026-10-09T16:00:00.000Z',
    ]);
  });
  it('after a late answer what was true stays true, and the unit is urged no more', () => {
    const late = '2026-09-24T10:00:00+08:00';
    expect(stepsOf(stateOf(friday, published(late, late)))).toEqual(['overdue 2026-09-22T16:00:00.000Z', 'escalation-1 2026-09-22T16:00:00.000Z']);
  });
  it('reminds before the due date has passed, never after', () => {
    const { steps } = stateOf(friday);
    const fired = (now: Date) => consequencesOf(steps, [], now).fire.map(({ step }) => step);
    expect(fired(at('2026-09-22T23:59:59'))).toEqual(['reminder']);
    expect(fired(at('2026-09-23T00:00:00'))).toEqual(['overdue', 'escalation-1']);
    expect(nextFireAt(steps, consequencesOf(steps, [], at('2026-09-23T00:00:00')).fire)).toEqual(at('2026-09-23T09:00:00'));
  });
  it('a step on signature is called for at its instant, and marked: it is drafted, not done', () => {
    const ladder = policy.rules.ladder.map((rule) => (rule.value.step === 'escalation-2' ? { ...rule, value: { ...rule.value, issue: 'on-signature' as const } } : rule));
    const steps = deriveDeadline([friday], { ...policy, rules: { ...policy.rules, ladder } }, calendar)?.steps;
    expect(steps?.filter(({ issue }) => issue)).toEqual([{ step: 'escalation-2', at: at('2026-09-25T00:00:00'), issue: 'on-signature' }]);
  });
  it('holds nothing for a message brought in from the past', () => {
    expect(stateOf(registered('2026-09-18T15:00:00+08:00', { historical: true })).steps).toEqual([]);
  });
  it('extended to the cap: overdue and level 3 fall together', () => {
    const steps = stateOf(friday, extensionPublished('2026-09-21T10:00:00+08:00', '2026-09-21T11:00:00+08:00', '2026-10-09')).steps;
    expect(steps.filter(({ at: instant }) => instant.toISOString() === '2026-10-09T16:00:00.000Z').map(({ step }) => step)).toEqual([
      'overdue', 'escalation-1', 'escalation-3',
    ]);
  });
});

describe('a year without a notice', () => {
  it('never overdue on a provisional day: due in 2027 calls for nothing until the notice is loaded', () => {
    const december = registered('2026-12-28T10:00:00+08:00');
    expect(stateOf(december)).toMatchObject({ provisional: true, overdueAt: null, steps: [] });
    const notice: Notice = { year: 2027, papers: [], days: [{ name: '元旦', date: '2027-01-01', isOffDay: true }] };
    const later = calendar.with(notice);
    expect(deriveDeadline([december], policy, later)).toMatchObject({ provisional: false, replyDueOn: '2026-12-31', overdueAt: at('2027-01-01T00:00:00') });
  });
  it('a firm due date with a provisional cap: overdue, and level 3 waits for the notice', () => {
    const state = stateOf(registered('2026-12-18T10:00:00+08:00'));
    expect(state.provisional).toBe(false);
    expect(state.steps.map(({ step }) => step)).toEqual(['reminder', 'overdue', 'escalation-1', 'urging', 'escalation-2']);
  });
});

describe('the unit in charge', () => {
  it('is that of the last assignment by its owner, and nobody after a return 退回', () => {
    const other = { code: 'city.water', name: '市水务局' };
    expect(stateOf(friday, assigned(3, other), returned(2), assigned(1)).unit).toEqual(other);
    expect(stateOf(friday, returned(2), assigned(1)).unit).toBeNull();
  });
  it('is the one that answered where nobody was assigned', () => {
    expect(stateOf(friday, published('2026-09-21T10:00:00+08:00', '2026-09-21T11:00:00+08:00')).unit).toEqual(unit);
  });
});
