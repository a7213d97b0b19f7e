import type { ChannelName, Ending, MessageKind, Rating, ReplyResult, UnitRef, Visibility } from '@wenzheng/contracts';
import { businessDateOf, endOfBusinessDate, type BusinessDate, type CloseOfBusiness, type WorkingCalendar } from '@wenzheng/working-days';
import type { ChannelPolicy, Policy } from '../rulebook/policy/policy.rules.js';
import { answerOf, type Answer } from './answer.rules.js';
import { endOf, isAnswered, type End } from './end.rules.js';
import { extensionOf, type Extension } from './extension.rules.js';
import { dayZeroOf, type DayZero } from './session/session.rules.js';
import { factsOf, isFirstWord, type Fact } from './fact.rules.js';
import { stepsOf, type Step } from './ladder.rules.js';
import { firstAssignmentOf, unitOf } from './unit-in-charge.rules.js';

/** How a message's deadline stands. It depends on the message's events, its policy and the calendar, and on no clock. */
export interface DeadlineState {
  messageNumber: string;
  channel: ChannelName;
  kind: MessageKind | null;
  visibility: Visibility;
  historical: boolean;
  unit: UnitRef | null;
  registeredAt: Date;
  registeredOn: BusinessDate;
  /** From it the days are counted. */
  dayZero: DayZero;
  /** 应答复日, before any extension; null where it cannot be known at all. */
  replyDueOn: BusinessDate | null;
  /** 最迟答复日: the cap. */
  finalDueOn: BusinessDate | null;
  /** By the end of this day an extension notice is timely. */
  noticeDueOn: BusinessDate | null;
  /** When a day ends, HH:MM in Shanghai. */
  closeOfBusiness: CloseOfBusiness;
  extension: Extension | null;
  /** The due date in force: `replyDueOn`, or what a timely and published extension made of it. */
  dueOn: BusinessDate | null;
  /** The due date in force was computed through a day that a notice not loaded may change. */
  provisional: boolean;
  interimPublishedAt: Date | null;
  /** The answer that was published or, failing that, waits in review; none where the message ended otherwise. */
  answer: Answer | null;
  ending: Ending;
  end: End | null;
  /** 评价 of the answer by the writer. */
  rating: Rating | null;
  /** Somebody had read who the writer is before (A07). */
  ratedAfterReading: boolean | null;
  /** 办理结果 of the published answer (A06). */
  result: ReplyResult | null;
  /** From when on it is, or was, overdue; null while nothing says that it will be. */
  overdueAt: Date | null;
  /** The unit is judged by submission, the city by publication; null without an answer, or where the due date is not settled. */
  submittedInTime: boolean | null;
  publishedInTime: boolean | null;
  /** Submitted before 应答复日 ended, and before the cap did, whatever was extended. */
  withinReplyDue: boolean | null;
  withinFinalDue: boolean | null;
  /** To the first assignment or, where the answer was submitted earlier, to that. */
  workingDaysToAssignment: number | null;
  workingDaysToSubmission: number | null;
  workingDaysToPublication: number | null;
  policyVersion: string;
  calendarVersion: string;
  /** What the ladder holds for this message, in order of time; nothing for one brought in from the past. */
  steps: Step[];
}

/** Null as long as it is not known. */
export function registrationOf(facts: readonly Fact[]) {
  return factsOf(facts, 'registered')[0]?.data ?? null;
}

/** The day by which a message's policy is chosen, whatever becomes of a session. */
export const registeredOnOf = ({ registeredAt }: { registeredAt: string }): BusinessDate => businessDateOf(new Date(registeredAt));

/**
 * The deadline as a pure function (R09–R11). Guarantee: any order and any repetition of the same facts give the same state, and
 * nothing but registration, its session's own events, policy and calendar gives the cap.
 * @param policy a version of the message's own channel
 * @returns null while only later events have arrived, and not the registration
 */
export function deriveDeadline(facts: readonly Fact[], policy: Policy, calendar: WorkingCalendar): DeadlineState | null {
  const registration = registrationOf(facts);
  if (!registration) return null;
  const { rules } = policy;
  const registeredAt = new Date(registration.registeredAt);
  const registeredOn = registeredOnOf(registration);
  const dayZero = dayZeroOf(facts, registration, calendar);
  const replyDue = calendar.addWorkingDays(dayZero.on, rules.replyWorkingDays.value);
  const finalDue = calendar.addWorkingDays(dayZero.on, rules.finalWorkingDays.value);
  const noticeDueOn = calendar.addWorkingDays(dayZero.on, rules.extensionWithinWorkingDays.value).dueOn;
  const extension = extensionOf(facts, { noticeDueOn, finalDueOn: finalDue.dueOn, rules });
  const dueOn = extension?.inForceUntil && replyDue.dueOn ? later(extension.inForceUntil, replyDue.dueOn) : replyDue.dueOn;
  const provisional = dueOn === null || calendar.firstProvisionalDay(dayZero.on, dueOn) !== undefined;
  const given = answerOf(facts, registeredOn, rules, calendar);
  const end = endOf(facts, given);
  const answer = end && !isAnswered(end) ? null : given;
  const rated = factsOf(facts, 'rated')[0]?.data;
  const doneAt = answer?.submittedAt ?? end?.sentAt ?? end?.at ?? null;
  const due = { dueOn, finalDueOn: finalDue.dueOn, provisional };
  const overdueAt = overdueFrom(due, doneAt, rules);
  const assignedAt = firstAssignmentOf(facts);
  const judged = judge(answer, assignedAt, { ...due, replyDueOn: replyDue.dueOn, dayZero: dayZero.on }, rules, calendar);
  const publishedAt = answer?.publishedAt ?? null;
  return {
    messageNumber: registration.messageNumber,
    channel: registration.channel,
    kind: registration.kind,
    visibility: publishedAt ? (answer?.visibility ?? registration.visibility) : registration.visibility,
    historical: registration.historical,
    unit: unitOf(facts) ?? (publishedAt ? (answer?.unit ?? null) : null),
    registeredAt,
    registeredOn,
    dayZero,
    replyDueOn: replyDue.dueOn,
    finalDueOn: finalDue.dueOn,
    noticeDueOn,
    closeOfBusiness: rules.closeOfBusiness.value,
    extension,
    dueOn,
    provisional,
    interimPublishedAt: firstInterim(facts),
    answer,
    ending: end?.ending ?? 'open',
    end,
    rating: rated?.rating ?? null,
    ratedAfterReading: rated?.afterContactReading ?? null,
    result: answer?.result ?? null,
    overdueAt,
    ...judged,
    policyVersion: policy.version,
    calendarVersion: calendar.version,
    steps: registration.historical ? [] : stepsOf({ ...due, overdueAt, doneAt, endedAt: end?.at ?? null }, rules, calendar),
  };
}

export const phases = ['running', 'extended', 'under-review', 'overdue', 'closed'] as const;
export type Phase = (typeof phases)[number];

/** What the state means at an instant. A late answer that waits in review leaves the message overdue. */
export function phaseAt(state: Pick<DeadlineState, 'ending' | 'overdueAt' | 'answer' | 'extension'>, now: Date): Phase {
  if (state.ending !== 'open') return 'closed';
  if (state.overdueAt && now >= state.overdueAt) return 'overdue';
  if (state.answer && !state.overdueAt) return 'under-review';
  return state.extension?.inForceUntil ? 'extended' : 'running';
}

interface DueDates {
  dueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  provisional: boolean;
}

/** Never on a provisional day, and not where the unit submitted in time, however long the review took, or the message ended otherwise before. */
function overdueFrom({ dueOn, provisional }: DueDates, doneAt: Date | null, rules: ChannelPolicy): Date | null {
  if (dueOn === null || provisional) return null;
  const dueAt = endOfBusinessDate(dueOn, rules.closeOfBusiness.value);
  return doneAt && doneAt < dueAt ? null : dueAt;
}

function judge(
  answer: Answer | null,
  assignedAt: Date | null,
  due: DueDates & { replyDueOn: BusinessDate | null; dayZero: BusinessDate },
  rules: ChannelPolicy,
  calendar: WorkingCalendar,
) {
  const before = (instant: Date | null | undefined, date: BusinessDate | null) =>
    instant && date !== null ? instant < endOfBusinessDate(date, rules.closeOfBusiness.value) : null;
  const daysTo = (instant: Date | null | undefined) =>
    instant && due.replyDueOn !== null ? calendar.workingDaysBetween(due.dayZero, businessDateOf(instant)) : null;
  const settled = due.provisional ? null : due.dueOn;
  return {
    submittedInTime: before(answer?.submittedAt, settled),
    publishedInTime: before(answer?.publishedAt, settled),
    withinReplyDue: before(answer?.submittedAt, due.replyDueOn),
    withinFinalDue: before(answer?.submittedAt, due.finalDueOn),
    workingDaysToAssignment: daysTo(assignedAt && answer && answer.submittedAt < assignedAt ? answer.submittedAt : assignedAt),
    workingDaysToSubmission: daysTo(answer?.submittedAt),
    workingDaysToPublication: daysTo(answer?.publishedAt),
  };
}

/** 阶段性回复 is published and stops nothing. */
function firstInterim(facts: readonly Fact[]): Date | null {
  const instants = factsOf(facts, 'reply-published')
    .filter((fact) => fact.data.interim && isFirstWord(fact))
    .map(({ data }) => Date.parse(data.publishedAt));
  return instants.length > 0 ? new Date(Math.min(...instants)) : null;
}

const later = (a: BusinessDate, b: BusinessDate): BusinessDate => (a > b ? a : b);
