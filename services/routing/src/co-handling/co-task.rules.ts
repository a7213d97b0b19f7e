import type { BusinessDate, WorkingCalendar } from '@wenzheng/working-days';
import type { RoutingProblemCode } from '../problems.js';

export const storedTaskStates = ['asked', 'accepted', 'answered', 'declined'] as const;
export type StoredTaskState = (typeof storedTaskStates)[number];
/** `ended`: the message has ended, or is led by the unit itself. */
export const taskStates = [...storedTaskStates, 'ended'] as const;
export type TaskState = (typeof taskStates)[number];

export const taskDeeds = ['accept', 'contribute', 'decline', 'decide'] as const;
export type TaskDeed = (typeof taskDeeds)[number];

/** What the information office makes of a refusal. */
export type DeclineDecision = 'upheld' | 'overruled';

/** An event names at most so many. */
export const coUnitsAtMost = 20;

type Refusals = Record<TaskDeed, RoutingProblemCode | null>;
const all = (code: RoutingProblemCode): Refusals => ({ accept: code, contribute: code, decline: code, decide: code });

/** The one table of what may be done with a task in which state; null: nothing stands in the way. */
const refusals: Record<TaskState, Refusals> = {
  asked: { accept: null, contribute: null, decline: null, decide: 'routing.co-task-not-declined' },
  accepted: { accept: 'routing.co-task-accepted', contribute: null, decline: 'routing.co-task-accepted', decide: 'routing.co-task-not-declined' },
  answered: all('routing.co-task-answered'),
  declined: { ...all('routing.co-task-declined'), decide: null },
  ended: all('routing.co-task-ended'),
};

/** A unit that was overruled takes part: it cannot decline anew. */
export function taskRefusal(deed: TaskDeed, { state, decision }: { state: TaskState; decision: DeclineDecision | null }): RoutingProblemCode | null {
  if (state === 'accepted' && decision === 'overruled' && deed === 'decline') return 'routing.co-task-ordered';
  if (state === 'declined' && decision !== null && deed === 'decide') return 'routing.co-task-decided';
  return refusals[state][deed];
}

/** The lead’s own dates, as deadline-supervision has told them. */
export interface LeadDates {
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
}

/** The last day on which a co-unit can be due: the lead’s own; where that is over, the next working day. Null: not known yet. */
export function lastTaskDay({ replyDueOn, finalDueOn }: LeadDates, today: BusinessDate, calendar: WorkingCalendar): BusinessDate | null {
  if (replyDueOn === null) return null;
  const own = [replyDueOn, finalDueOn].find((date) => date !== null && date >= today);
  return own ?? calendar.addWorkingDays(today, 1).dueOn;
}

export const isTaskDay = (dueOn: BusinessDate, today: BusinessDate, lastOn: BusinessDate, calendar: WorkingCalendar): boolean =>
  dueOn >= today && dueOn <= lastOn && calendar.isWorkingDay(dueOn);
