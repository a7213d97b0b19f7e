import { createEvent, messageVisibilityChanged, type EventEnvelope, type Visibility } from '@wenzheng/contracts';
import { harms as catalogue, type Harm } from '@wenzheng/gate';
import { businessDateOf, endOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** How a message's content stands where it is not shown as its writer chose: `held` 内容审核中, `private` by the office's decision, or `taken-down` 已撤下. */
export type Content = 'held' | 'private' | 'taken-down';

/** What is advertising, abusive or unreadable waits unseen, whatever else it is; the rest is its writer's alone. */
export const contentOf = (harms: readonly Harm[]): Content | null =>
  harms.length === 0 ? null : harms.some(({ code }) => catalogue[code].treatment === 'held') ? 'held' : 'private';

const reviewWorkingDays = 1;

/** The office looks within one working day (`default`). Null where the calendar does not reach. */
export function contentReviewDueAt(openedAt: Date, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(openedAt), reviewWorkingDays);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}

export function visibilityEvent(messageId: string, { content, visibility, reason }: { content: Content | null; visibility: Visibility; reason: string }, { sequence, now }: { sequence: number; now: Date }): EventEnvelope {
  const data = { messageId, visibility: content === null || content === 'private' ? visibility : content, reason, changedAt: now.toISOString() };
  return createEvent(messageVisibilityChanged, { subject: messageId, sequence, time: now, data });
}
