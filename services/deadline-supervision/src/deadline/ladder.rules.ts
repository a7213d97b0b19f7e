import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { nextWorkingTime, workingHoursOf } from '../rulebook/calendar/working-hours.rules.js';
import type { ChannelPolicy, LadderRule, LadderStep } from '../rulebook/policy/policy.rules.js';

/** Something that is done by itself, once per message. */
export interface Step {
  step: LadderStep;
  at: Date;
  /** It is not done but drafted, for an officer to sign; absent where it is done by itself. */
  issue?: 'on-signature';
}

/** A step that was done and still stands. */
export type FiredStep = Step;

interface Deadline {
  dueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  provisional: boolean;
  overdueAt: Date | null;
  /** When the answer was submitted, or the message ended without one. */
  doneAt: Date | null;
  endedAt: Date | null;
}

/**
 * The steps that the message's state calls for, by the instant at which each is due. What goes to the unit 提醒、催办 has a
 * purpose only while the message is open; that it was overdue, and escalated, stays true after a late answer.
 * A step whose date is provisional is not called for until the notice is loaded.
 */
export function stepsOf(deadline: Deadline, rules: ChannelPolicy, calendar: WorkingCalendar): Step[] {
  return rules.ladder
    .flatMap(({ value: { step, issue, ...when } }): Step[] => {
      const at = instantOf({ step, issue, ...when }, deadline, rules, calendar);
      return at === null ? [] : [{ step, at, ...(issue === 'on-signature' ? { issue } : {}) }];
    })
    .filter((step) => isCalledFor(step, deadline))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function isCalledFor({ step, at }: Step, { overdueAt, doneAt, endedAt }: Deadline): boolean {
  if (step === 'reminder') return doneAt === null;
  if (overdueAt === null || at < overdueAt) return false;
  if (step === 'urging') return endedAt === null;
  return endedAt === null || at < endedAt;
}

function instantOf(rule: LadderRule, deadline: Deadline, rules: ChannelPolicy, calendar: WorkingCalendar): Date | null {
  const from = rule.from === 'due' ? deadline.dueOn : deadline.finalDueOn;
  if (from === null || deadline.provisional) return null;
  const { dueOn: day, provisional } =
    rule.workingDays < 0 ? calendar.subtractWorkingDays(from, -rule.workingDays) : calendar.addWorkingDays(from, rule.workingDays);
  if (day === null || provisional || isProvisionallyComputed(rule, deadline, calendar)) return null;
  const at = endOfBusinessDate(day, rule.at === 'close' ? rules.closeOfBusiness.value : rule.at);
  return isForPeople(rule.step) ? handedOver(at, day, rules, calendar) : at;
}

/** 提醒 and 催办 are read by people: what falls outside working hours waits for the next. All else is a fact, at whatever hour. */
const isForPeople = (step: LadderStep): boolean => step === 'reminder' || step === 'urging';

function handedOver(at: Date, day: BusinessDate, rules: ChannelPolicy, calendar: WorkingCalendar): Date | null {
  const handed = nextWorkingTime(at, workingHoursOf(rules.workingHours.value), calendar);
  return calendar.firstProvisionalDay(day, businessDateOf(handed)) ? null : handed;
}

/** The cap may be provisional where the due date is not. */
function isProvisionallyComputed(rule: LadderRule, { dueOn, finalDueOn }: Deadline, calendar: WorkingCalendar): boolean {
  return rule.from === 'final' && dueOn !== null && finalDueOn !== null && calendar.firstProvisionalDay(dueOn, finalDueOn) !== undefined;
}

/** An overdue and what it caused can be taken back; a reminder that a person has read cannot, and is never sent twice. */
const isWithdrawable = (step: LadderStep): boolean => !isForPeople(step);
const sameInstant = (a: Step, b: Step): boolean => a.step === b.step && a.at.getTime() === b.at.getTime();

export interface Consequences {
  fire: Step[];
  withdraw: FiredStep[];
}

/**
 * What is to be done by `now`, given what was done. A reminder that comes once the message is overdue would remind of nothing.
 * @param handover when people can next be reached: `now` in working hours. What evidence of the night calls for waits until then.
 */
export function consequencesOf(steps: readonly Step[], fired: readonly FiredStep[], now: Date, handover = now): Consequences {
  const due = pending(steps, fired).filter(({ step, at }) => at <= now && (handover <= now || !isForPeople(step)));
  const isOverdue = due.some(({ step }) => step === 'overdue');
  return {
    fire: isOverdue ? due.filter(({ step }) => step !== 'reminder') : due,
    withdraw: noLongerCalledFor(steps, fired),
  };
}

/** When the deadline has to be looked at next: at once if something stands that is no longer called for. */
export function nextFireAt(steps: readonly Step[], fired: readonly FiredStep[], handover?: Date): Date | null {
  const instants = [...pending(steps, fired), ...noLongerCalledFor(steps, fired)].map(({ step, at }) =>
    handover && isForPeople(step) ? Math.max(at.getTime(), handover.getTime()) : at.getTime(),
  );
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}

function pending(steps: readonly Step[], fired: readonly FiredStep[]): Step[] {
  const isDone = (step: Step) =>
    fired.some((done) => (isWithdrawable(step.step) ? sameInstant(done, step) : done.step === step.step || isTooLateFor(step, done)));
  return steps.filter((step) => !isDone(step));
}

const isTooLateFor = ({ step }: Step, done: FiredStep): boolean => step === 'reminder' && done.step === 'overdue';

export function noLongerCalledFor(steps: readonly Step[], fired: readonly FiredStep[]): FiredStep[] {
  return fired.filter((done) => isWithdrawable(done.step) && !steps.some((step) => sameInstant(step, done)));
}
