import { businessDateOf, endOfBusinessDate, type BusinessDate, type CloseOfBusiness, type DayKind, type WorkingCalendar } from '@wenzheng/working-days';
import { dayZeroOf, dueOnInForce, isExtended, toDate, type DeadlineView } from './deadline-view.js';

/**
 * How a deadline stands, as facts without words; the status, the sentence and the short text all speak of one of these.
 * A count of working days is null where a provisional day lies between, so that no number is given which may change.
 */
export type EndingWithoutAnswer = Exclude<NonNullable<DeadlineView['ending']>, 'open' | 'publicly-answered' | 'privately-answered'>;

export type DeadlineCase =
  | { readonly is: 'pen'; readonly daysLeft: number | null; readonly isOfSession: boolean }
  | { readonly is: 'unknown' }
  | {
      readonly is: 'beforeSession';
      readonly sessionOn: BusinessDate;
      readonly sessionKind: 'interview' | 'forum';
      readonly days: number;
    }
  | {
      readonly is: 'provisional';
      readonly dueOn: BusinessDate;
      /** Absent where the notice has come and the stored date has not been recomputed yet. */
      readonly missingNoticeYear?: number;
      readonly extension?: PublishedExtension;
    }
  | {
      readonly is: 'inTime';
      readonly dueOn: BusinessDate;
      readonly close: CloseOfBusiness;
      readonly isToday: boolean;
      readonly daysLeft: number;
      readonly extension?: PublishedExtension;
    }
  | {
      readonly is: 'review';
      readonly submittedAt: Date;
      readonly close: CloseOfBusiness;
      readonly publishBy?: { readonly date: BusinessDate; readonly provisional: boolean };
      /** Working days since `publishBy`; absent while there is time. */
      readonly late?: { readonly days: number | null };
    }
  | {
      readonly is: 'overdue';
      readonly dueOn: BusinessDate;
      readonly close: CloseOfBusiness;
      readonly final: FinalDate;
      readonly lateDays: number | null;
      readonly isToday: boolean;
      readonly todayKind: DayKind;
      /** The year whose notice is waited for, where `lateDays` is null. */
      readonly missingNoticeYear?: number;
    }
  | {
      readonly is: 'pastCap';
      readonly finalDueOn: BusinessDate;
      readonly daysPastCap: number | null;
      readonly lateDays: number | null;
      readonly todayKind: DayKind;
      readonly level3Name?: string;
    }
  | {
      readonly is: 'answered';
      /** `undecided`: after a provisional date; `unknown`: there never was a date. */
      readonly how: 'inTime' | 'cityLate' | 'late' | 'undecided' | 'unknown';
      readonly submittedOn: BusinessDate;
      readonly publishedOn: BusinessDate;
      readonly daysTaken: number | null;
      readonly lateDays: number | null;
    }
  | { readonly is: 'ended'; readonly ending: EndingWithoutAnswer; readonly endedOn?: BusinessDate };

export interface PublishedExtension {
  readonly unitName?: string;
  readonly publishedOn: BusinessDate;
  readonly final: FinalDate;
}

export interface FinalDate {
  readonly date: BusinessDate;
  readonly provisional: boolean;
}

/** Throws RangeError if an answered message has no `publishedAt`, or for a value that is no date or instant. */
export function deadlineCase(view: DeadlineView, now: Date, calendar: WorkingCalendar): DeadlineCase {
  const { ending = 'open' } = view;
  const isAnswered = ending === 'publicly-answered' || ending === 'privately-answered';
  if (ending !== 'open' && !isAnswered) return { is: 'ended', ending, ...(view.endedOn !== undefined && { endedOn: view.endedOn }) };
  const dueOn = dueOnInForce(view);
  if (isAnswered || view.publishedAt !== undefined) return answered(view, dueOn, calendar);
  if (dueOn === null || view.finalDueOn === null) return view.assigned ? { is: 'unknown' } : { is: 'pen', daysLeft: null, isOfSession: view.sessionOn !== undefined };
  return stillOpen(view, now, calendar, dueOn, view.finalDueOn);
}

function stillOpen(
  view: DeadlineView,
  now: Date,
  calendar: WorkingCalendar,
  dueOn: BusinessDate,
  finalDueOn: BusinessDate,
): DeadlineCase {
  const today = businessDateOf(now);
  const close = view.closeOfBusiness ?? '24:00';
  const dueEnd = endOfBusinessDate(dueOn, close);
  const unsettled = calendar.firstProvisionalDay(dayZeroOf(view), dueOn);
  const provisional = view.provisional || unsettled !== undefined;
  const final = { date: finalDueOn, provisional: calendar.firstProvisionalDay(dayZeroOf(view), finalDueOn) !== undefined };

  const submittedAt = view.submittedAt === undefined ? undefined : toDate(view.submittedAt);
  if (submittedAt && (provisional || submittedAt < dueEnd)) return inReview(view, now, calendar, submittedAt, close);

  if (!provisional && now >= dueEnd) {
    const todayKind = calendar.dayOf(today).kind;
    const lateDays = settledDays(calendar, dueOn, today);
    if (!final.provisional && now >= endOfBusinessDate(finalDueOn, close)) {
      const daysPastCap = settledDays(calendar, finalDueOn, today);
      const level3 = view.level3Name !== undefined && { level3Name: view.level3Name };
      return { is: 'pastCap', finalDueOn, daysPastCap, lateDays, todayKind, ...level3 };
    }
    const missing = calendar.firstProvisionalDay(dueOn, today);
    const isToday = dueOn === today;
    return {
      is: 'overdue', dueOn, close, final, lateDays, isToday, todayKind,
      ...(missing && { missingNoticeYear: missing.missingNoticeYear }),
    };
  }

  const daysLeft = calendar.workingDaysBetween(today, dueOn);
  if (!view.assigned) return { is: 'pen', daysLeft: provisional ? null : daysLeft, isOfSession: view.sessionOn !== undefined };
  if (view.sessionOn !== undefined && today < view.sessionOn) {
    const days = calendar.workingDaysBetween(view.sessionOn, dueOn);
    return { is: 'beforeSession', sessionOn: view.sessionOn, sessionKind: view.sessionKind ?? 'interview', days };
  }
  const extension = publishedExtension(view, final);
  if (provisional) {
    return { is: 'provisional', dueOn, ...(unsettled && { missingNoticeYear: unsettled.missingNoticeYear }), ...extension };
  }
  return { is: 'inTime', dueOn, close, isToday: dueOn === today, daysLeft, ...extension };
}

function inReview(view: DeadlineView, now: Date, calendar: WorkingCalendar, submittedAt: Date, close: CloseOfBusiness): DeadlineCase {
  const { reviewDueOn } = view;
  if (reviewDueOn === undefined) return { is: 'review', submittedAt, close };
  const provisional = calendar.firstProvisionalDay(businessDateOf(submittedAt), reviewDueOn) !== undefined;
  const isLate = !provisional && now >= endOfBusinessDate(reviewDueOn, close);
  const late = isLate && { late: { days: settledDays(calendar, reviewDueOn, businessDateOf(now)) } };
  return { is: 'review', submittedAt, close, publishBy: { date: reviewDueOn, provisional }, ...late };
}

function answered(view: DeadlineView, dueOn: BusinessDate | null, calendar: WorkingCalendar): DeadlineCase {
  if (view.publishedAt === undefined) throw new RangeError('an answered message has a publishedAt');
  const publishedAt = toDate(view.publishedAt);
  const submittedAt = view.submittedAt === undefined ? publishedAt : toDate(view.submittedAt);
  const submittedOn = businessDateOf(submittedAt);
  const publishedOn = businessDateOf(publishedAt);
  const daysTaken = settledDays(calendar, dayZeroOf(view), publishedOn);
  if (dueOn === null) return { is: 'answered', how: 'unknown', submittedOn, publishedOn, daysTaken: null, lateDays: null };

  const dueEnd = endOfBusinessDate(dueOn, view.closeOfBusiness);
  const provisional = view.provisional || calendar.firstProvisionalDay(dayZeroOf(view), dueOn) !== undefined;
  const how =
    publishedAt < dueEnd ? 'inTime' : provisional ? 'undecided' : submittedAt < dueEnd ? 'cityLate' : 'late';
  return { is: 'answered', how, submittedOn, publishedOn, daysTaken, lateDays: settledDays(calendar, dueOn, publishedOn) };
}

function publishedExtension(view: DeadlineView, final: FinalDate): { extension?: PublishedExtension } {
  const publishedOn = view.extension?.publishedOn;
  if (!isExtended(view) || publishedOn === undefined) return {};
  return { extension: { publishedOn, final, ...(view.unitName !== undefined && { unitName: view.unitName }) } };
}

function settledDays(calendar: WorkingCalendar, from: BusinessDate, to: BusinessDate): number | null {
  return calendar.firstProvisionalDay(from, to) ? null : calendar.workingDaysBetween(from, to);
}
