import { businessDateOf, type WorkingCalendar } from '@wenzheng/working-days';
import { deadlineStatus, isDueSoon, shortDueText, statusWords, type DeadlineView } from '@wenzheng/wording';

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

export const dateOf = (instant: string): string => businessDateOf(new Date(instant));

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

/** 绿 more than a working day left, 黄 due today or on the next working day, 红 past, 紫 done by the unit; answered, or ended in another way; told apart by shape, word and tint. */
export type Urgency = 'calm' | 'soon' | 'late' | 'review' | 'done' | 'ended';

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
  return status === 'answered' ? 'done' : 'ended';
}
