import type { BusinessDate, WorkingCalendar } from '@wenzheng/working-days';
import type { DeadlineCase } from './deadline-case.js';
import { dayZeroOf, type DeadlineView } from './deadline-view.js';

/** What is said after the sentence about the date: a notice or an interim reply that does not change it. */
export type DeadlineNote =
  | { readonly is: 'lateNotice'; readonly submittedOn: BusinessDate; readonly replyDueOn: BusinessDate; readonly days: number }
  | { readonly is: 'noticeInReview'; readonly submittedOn: BusinessDate }
  | { readonly is: 'interim' };

const casesWithNotes: ReadonlySet<DeadlineCase['is']> = new Set([
  'pen', 'beforeSession', 'provisional', 'inTime', 'overdue', 'pastCap',
]);

/** None once the answer is submitted or the matter ended, and none where the content is not public. */
export function deadlineNotes(view: DeadlineView, now: DeadlineCase['is'], calendar: WorkingCalendar): DeadlineNote[] {
  if (view.private || !casesWithNotes.has(now)) return [];
  const notes: DeadlineNote[] = [];
  const { extension, replyDueOn } = view;
  if (extension && !extension.timely && replyDueOn !== null) {
    const days = calendar.workingDaysBetween(dayZeroOf(view), replyDueOn);
    notes.push({ is: 'lateNotice', submittedOn: extension.submittedOn, replyDueOn, days });
  }
  if (extension?.timely && extension.publishedOn === undefined) {
    notes.push({ is: 'noticeInReview', submittedOn: extension.submittedOn });
  }
  if (view.interimPublished) notes.push({ is: 'interim' });
  return notes;
}
