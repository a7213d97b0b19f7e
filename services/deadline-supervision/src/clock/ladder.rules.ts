import { endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { ChannelPolicy, LadderRule, LadderStep } from '../policy/policy.rules.js';
import type { Answer } from './answer.rules.js';

/** Something that the clock does by itself, once per message. */
export interface Step {
  step: LadderStep;
  at: Date;
}

/** A step that was done and still stands. */
export type FiredStep = Step;

interface Deadline {
  dueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  provisional: boolean;
  overdueAt: Date | null;
  answer: Answer | null;
}

/**
 * The steps that the message's state calls for, by the instant at which each is due. What goes to the unit 提醒、催办 has a
 * purpose only while no answer is published; that a message was overdue, and escalated, stays true after a late answer.
 * A step whose date is provisional is not called for until the notice is loaded.
 */
export function stepsOf(deadline: Deadline, rules: ChannelPolicy, calendar: WorkingCalendar): Step[] {
  return rules.ladder
    .filter(({ value }) => value.issue === 'automatic')
    .map(({ value: rule }) => ({ step: rule.step, at: instantOf(rule, deadline, rules, calendar) }))
    .filter((step): step is Step => step.at !== null && isCalledFor({ step: step.step, at: step.at }, deadline))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function isCalledFor({ step, at }: Step, { overdueAt, answer }: Deadline): boolean {
  if (step === 'reminder') return answer === null;
  if (overdueAt === null || at < overdueAt) return false;
  if (step === 'urging') return !answer?.publishedAt;
  return !answer?.publishedAt || at < answer.publishedAt;
}

function instantOf(rule: LadderRule, deadline: Deadline, rules: ChannelPolicy, calendar: WorkingCalendar): Date | null {
  const from = rule.from === 'due' ? deadline.dueOn : deadline.finalDueOn;
  if (from === null || deadline.provisional) return null;
  const { dueOn: day, provisional } =
    rule.workingDays < 0 ? calendar.subtractWorkingDays(from, -rule.workingDays) : calendar.addWorkingDays(from, rule.workingDays);
  if (day === null || provisional || isReckonedProvisionally(rule, deadline, calendar)) return null;
  return endOfBusinessDate(day, rule.at === 'close' ? rules.closeOfBusiness.value : rule.at);
}

/** The cap may be provisional where the due date is not. */
function isReckonedProvisionally(rule: LadderRule, { dueOn, finalDueOn }: Deadline, calendar: WorkingCalendar): boolean {
  return rule.from === 'final' && dueOn !== null && finalDueOn !== null && calendar.firstProvisionalDay(dueOn, finalDueOn) !== undefined;
}

/** An overdue and what it caused can be taken back; a reminder that a person has read cannot, and is never sent twice. */
const isWithdrawable = (step: LadderStep): boolean => step !== 'reminder' && step !== 'urging';
const sameInstant = (a: Step, b: Step): boolean => a.step === b.step && a.at.getTime() === b.at.getTime();

export interface Consequences {
  fire: Step[];
  withdraw: FiredStep[];
}

/** What is to be done by `now`, given what was done. A reminder that comes once the message is overdue would remind of nothing. */
export function consequencesOf(steps: readonly Step[], fired: readonly FiredStep[], now: Date): Consequences {
  const due = pending(steps, fired).filter(({ at }) => at <= now);
  const isOverdue = due.some(({ step }) => step === 'overdue');
  return {
    fire: isOverdue ? due.filter(({ step }) => step !== 'reminder') : due,
    withdraw: noLongerCalledFor(steps, fired),
  };
}

/** When the clock has to be looked at next: at once if something stands that is no longer called for. */
export function nextFireAt(steps: readonly Step[], fired: readonly FiredStep[]): Date | null {
  const instants = [...pending(steps, fired), ...noLongerCalledFor(steps, fired)].map(({ at }) => at.getTime());
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
