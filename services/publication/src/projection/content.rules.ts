import { createEvent, messageVisibilityChanged, type EventEnvelope, type Visibility } from '@wenzheng/contracts';
import { harms as catalogue, type Harm } from '@wenzheng/gate';
import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** How a message's content stands where it is not shown as its writer chose: `held` 内容审核中, `private` by the office's decision, or `taken-down` 已撤下. */
export type Content = 'held' | 'private' | 'taken-down';

/** What is advertising, abusive or unreadable waits unseen, whatever else it is; the rest is its writer's alone. */
export const contentOf = (harms: readonly Harm[]): Content | null =>
  harms.length === 0 ? null : harms.some(({ code }) => catalogue[code].treatment === 'held') ? 'held' : 'private';

/** Working days in which the office looks (`default`); it takes its time over what an import brings, so that thousands of old messages are not in the way of today's. */
export const contentReviewDays = { current: 1, historical: 10 } as const;

/** Null where the calendar does not reach. */
export function contentReviewDueAt(openedAt: Date, { historical }: { historical: boolean }, calendar: WorkingCalendar): Date | null {
  return endOfWorkingDay(businessDateOf(openedAt), contentReviewDays[historical ? 'historical' : 'current'], calendar);
}

/** The end of the n-th working day after `from`. */
export function endOfWorkingDay(from: BusinessDate, days: number, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(from, days);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}

export function visibilityEvent(messageId: string, { content, visibility, reason }: { content: Content | null; visibility: Visibility; reason: string }, { sequence, now }: { sequence: number; now: Date }): EventEnvelope {
  const data = { messageId, visibility: content === null || content === 'private' ? visibility : content, reason, changedAt: now.toISOString() };
  return createEvent(messageVisibilityChanged, { subject: messageId, sequence, time: now, data });
}
