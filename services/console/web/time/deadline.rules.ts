import { businessDateOf, type WorkingCalendar } from '@wenzheng/working-days';
import { chineseDates, deadlineStatus, isDueSoon, shortDueText, statusWords, type DeadlineView } from '@wenzheng/wording';

/** What a line of routing's lists says of a deadline. */
export interface LineOfQueue {
  registeredAt: string;
  state: string;
  ending: NonNullable<DeadlineView['ending']>;
  visibility: 'public' | 'private';
  unit: { name: string } | null;
  deadline: { replyDueOn: string | null; finalDueOn: string | null; provisional: boolean | null; overdueSince: string | null; closedAt: string | null; submittedInTime: boolean | null };
}

/** What deadline-supervision answers of one message. */
export interface KnownDeadline {
  registeredOn: string;
  replyDueOn: string | null;
  finalDueOn: string | null;
  provisional: boolean;
  closeOfBusiness: string;
  unit: { name: string } | null;
  extension: { submittedAt: string; publishedAt: string | null; newDueOn: string; timely: boolean } | null;
  interimPublishedAt: string | null;
  ending: NonNullable<DeadlineView['ending']>;
  endedAt: string | null;
  submittedAt: string | null;
  publishedAt: string | null;
  reviewDueOn: string | null;
  dayZero: { on: string; because: string; session: { channel: 'interview' | 'forum' } | null };
}

const dateOf = (instant: string): string => businessDateOf(new Date(instant));

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

export function viewOfDeadline(known: KnownDeadline): DeadlineView {
  const { extension, dayZero } = known;
  return {
    registeredOn: known.registeredOn,
    replyDueOn: known.replyDueOn,
    finalDueOn: known.finalDueOn,
    provisional: known.provisional,
    closeOfBusiness: known.closeOfBusiness,
    assigned: known.unit !== null,
    interimPublished: known.interimPublishedAt !== null,
    ending: known.ending,
    ...(known.unit && { unitName: known.unit.name }),
    ...(extension && {
      extension: {
        submittedOn: dateOf(extension.submittedAt), newDueOn: extension.newDueOn, timely: extension.timely,
        ...(extension.publishedAt !== null && { publishedOn: dateOf(extension.publishedAt) }),
      },
    }),
    ...(known.submittedAt !== null && { submittedAt: known.submittedAt }),
    ...(known.publishedAt !== null && { publishedAt: known.publishedAt }),
    ...(known.reviewDueOn !== null && { reviewDueOn: known.reviewDueOn }),
    ...(known.endedAt !== null && { endedOn: dateOf(known.endedAt) }),
    ...(dayZero.because === 'session' && { sessionOn: dayZero.on, ...(dayZero.session && { sessionKind: dayZero.session.channel }) }),
  };
}

/** 绿 more than a working day left, 黄 due today or on the next working day, 红 past, 紫 done by the unit; told apart by shape, word and tint. */
export type Urgency = 'calm' | 'soon' | 'late' | 'review' | 'done';

export interface TimeLeft {
  urgency: Urgency;
  /** 办理中, 超期未答复 … */
  status: string;
  /** 还有2个工作日, 今天到期 …; empty where the status says all. */
  text: string;
}

export function timeLeft(view: DeadlineView, now: Date, calendar: WorkingCalendar): TimeLeft {
  const { word, suffixes } = statusWords(view, now, calendar);
  return { urgency: urgencyOf(view, now, calendar), status: [word, ...suffixes].join('·'), text: shortDueText(view, now, calendar) };
}

function urgencyOf(view: DeadlineView, now: Date, calendar: WorkingCalendar): Urgency {
  const status = deadlineStatus(view, now, calendar);
  if (status === 'overdue') return 'late';
  if (status === 'review') return 'review';
  if (status === 'pen' || status === 'open' || status === 'extended') return isDueSoon(view, now, calendar) ? 'soon' : 'calm';
  return 'done';
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
