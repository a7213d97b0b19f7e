import {
  deadlineClosed,
  deadlineMoved,
  deadlineOpened,
  type Ending,
  type EventData,
} from '@wenzheng/contracts';
import type { DeadlineState } from './deadline.rules.js';

/** What was announced of a message’s deadline before, as far as it decides whether something new is to be announced. */
export interface Announced {
  dayZero: string;
  dueOn: string | null;
  unextendedDueOn: string | null;
  finalDueOn: string | null;
  provisional: boolean;
  extended: boolean;
  policyVersion: string;
  calendarVersion: string;
  ending: Ending;
  endedAt: Date | null;
  submittedAt: Date | null;
  publishedAt: Date | null;
  submittedInTime: boolean | null;
  publishedInTime: boolean | null;
}

export type Announcement =
  | { definition: typeof deadlineOpened; data: EventData<typeof deadlineOpened> }
  | { definition: typeof deadlineMoved; data: EventData<typeof deadlineMoved> }
  | { definition: typeof deadlineClosed; data: EventData<typeof deadlineClosed> };

export function announcedOf(state: DeadlineState): Announced {
  return {
    dayZero: state.dayZero.on,
    dueOn: state.dueOn,
    unextendedDueOn: state.replyDueOn,
    finalDueOn: state.finalDueOn,
    provisional: state.provisional,
    extended: isExtended(state),
    policyVersion: state.policyVersion,
    calendarVersion: state.calendarVersion,
    ending: state.ending,
    endedAt: state.end?.at ?? null,
    submittedAt: state.answer?.submittedAt ?? null,
    publishedAt: state.answer?.publishedAt ?? null,
    submittedInTime: state.submittedInTime,
    publishedInTime: state.publishedInTime,
  };
}

const isExtended = (state: DeadlineState): boolean => Boolean(state.extension?.inForceUntil);

/**
 * The events that tell others what has changed since the last announcement. `opened` gives the date before any extension, `moved` the
 * date in force; `closed` is sent again if later evidence changes its content.
 */
export function announcementsOf(messageId: string, state: DeadlineState, before: Announced | null): Announcement[] {
  const announcements: Announcement[] = [];
  if (!before) announcements.push(opened(messageId, state));
  const moved = before ? countsOtherwise(before, announcedOf(state)) : state.dueOn !== state.replyDueOn;
  if (moved) {
    const cause = before ? causeOf(before, state) : 'extension';
    const { dueOn: replyDueOn, replyDueOn: unextendedDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero } = state;
    const dates = { replyDueOn, unextendedDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero: dayZero.on };
    announcements.push({ definition: deadlineMoved, data: { messageId, ...dates, cause } });
  }
  const closed = closedData(messageId, state);
  if (closed && (!before || saysOtherwise(before, announcedOf(state)))) announcements.push({ definition: deadlineClosed, data: closed });
  return announcements;
}

function causeOf(before: Announced, state: DeadlineState): 'policy' | 'calendar' | 'session' | 'extension' {
  if (before.policyVersion !== state.policyVersion) return 'policy';
  if (before.calendarVersion !== state.calendarVersion && before.extended === isExtended(state)) return 'calendar';
  return before.dayZero !== state.dayZero.on ? 'session' : 'extension';
}

const countsOtherwise = (before: Announced, now: Announced): boolean =>
  before.dayZero !== now.dayZero ||
  before.dueOn !== now.dueOn ||
  before.unextendedDueOn !== now.unextendedDueOn ||
  before.finalDueOn !== now.finalDueOn ||
  before.provisional !== now.provisional;

function opened(messageId: string, state: DeadlineState): Announcement {
  return {
    definition: deadlineOpened,
    data: {
      messageId,
      channel: state.channel,
      registeredAt: state.registeredAt.toISOString(),
      replyDueOn: state.replyDueOn,
      finalDueOn: state.finalDueOn,
      provisional: state.provisional,
      noticeDueOn: state.noticeDueOn,
      closeOfBusiness: state.closeOfBusiness,
      dayZero: state.dayZero.on,
      policyVersion: state.policyVersion,
      calendarVersion: state.calendarVersion,
    },
  };
}

function closedData(messageId: string, state: DeadlineState): EventData<typeof deadlineClosed> | null {
  if (!state.end) return null;
  return {
    messageId,
    ending: state.end.ending,
    closedAt: state.end.at.toISOString(),
    workingDaysToSubmission: state.workingDaysToSubmission,
    workingDaysToPublication: state.workingDaysToPublication,
    submittedInTime: state.submittedInTime,
    publishedInTime: state.publishedInTime,
    calendarVersion: state.calendarVersion,
  };
}

function saysOtherwise(before: Announced, now: Announced): boolean {
  return (
    before.ending !== now.ending ||
    before.endedAt?.getTime() !== now.endedAt?.getTime() ||
    before.submittedAt?.getTime() !== now.submittedAt?.getTime() ||
    before.publishedAt?.getTime() !== now.publishedAt?.getTime() ||
    before.submittedInTime !== now.submittedInTime ||
    before.publishedInTime !== now.publishedInTime
  );
}
