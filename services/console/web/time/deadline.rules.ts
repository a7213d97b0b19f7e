import { businessDateOf } from '@wenzheng/working-days';
import { chineseDates, type DeadlineView } from '@wenzheng/wording';
// The pages of the back end say it in the same words.
import { dateOf, type TimeLeft } from '../../src/page/deadline.rules.js';

export { timeLeft, viewOfDeadline, type KnownDeadline, type TimeLeft, type Urgency } from '../../src/page/deadline.rules.js';

/** What a line of routing's lists says of a deadline. */
export interface LineOfQueue {
  registeredAt: string;
  state: string;
  ending: NonNullable<DeadlineView['ending']>;
  visibility: 'public' | 'private';
  unit: { name: string } | null;
  deadline: { replyDueOn: string | null; finalDueOn: string | null; provisional: boolean | null; overdueSince: string | null; closedAt: string | null; submittedInTime: boolean | null };
}

/** Routing's dates are the ones in force; of what is in review it knows only that it came in time. */
export function viewOfLine(line: LineOfQueue): DeadlineView {
  const { deadline, ending } = line;
  const isAnswered = ending === 'publicly-answered' || ending === 'privately-answered';
  const submittedAt = line.state === 'in-review' && deadline.overdueSince === null ? line.registeredAt : undefined;
  return {
    registeredOn: dateOf(line.registeredAt),
    replyDueOn: deadline.replyDueOn,
    finalDueOn: deadline.finalDueOn,
    provisional: deadline.provisional ?? false,
    assigned: line.unit !== null,
    ending: isAnswered && deadline.closedAt === null ? 'open' : ending,
    ...(submittedAt !== undefined && { submittedAt }),
    ...(isAnswered && deadline.closedAt !== null && { publishedAt: deadline.closedAt, ...(deadline.submittedInTime === true && { submittedAt: line.registeredAt }) }),
  };
}

/** Of what an office decides within hours: 还有3小时, 11月27日24时前, 已超时. */
export function timeUntil(dueAt: Date, isOverdue: boolean, now: Date): TimeLeft {
  const hours = Math.floor((dueAt.getTime() - now.getTime()) / 3_600_000);
  if (isOverdue || hours < 0) return { urgency: 'late', status: '已超时', text: '已超时' };
  // The end of a day is that day's, not the next one's.
  const last = businessDateOf(new Date(dueAt.getTime() - 1));
  if (last !== businessDateOf(now)) return { urgency: 'calm', status: '待办', text: `${chineseDates.short(last, Number(businessDateOf(now).slice(0, 4)))}前` };
  return { urgency: 'soon', status: '待办', text: hours === 0 ? '不到1小时' : `还有${hours}小时` };
}
