import { firstEnd, statedWorkingDays, type Ending, type UnitRef, type Visibility } from '@wenzheng/contracts';
import { dueOnInForce, type ExtensionView } from '@wenzheng/wording';
import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { endsOf } from './end.rules.js';
import { reviewDueOn } from '../publishing/publishing.rules.js';
import { inSequence, type Fact } from './facts.rules.js';

export interface PublishedReply {
  replyId: string;
  interim: boolean;
  submittedAt: Date;
  publishedAt: Date;
  /** How its message stood then, which others were told; null where that was not kept. */
  visibility?: Visibility | null;
}

/** Without `publishedAt` it waits in the office's review. */
export type KnownReply = Omit<PublishedReply, 'publishedAt'> & { publishedAt: Date | null };

export interface PublishedNotice {
  extensionId: string;
  unit: UnitRef;
  newDueOn: BusinessDate;
  submittedAt: Date;
  publishedAt: Date;
}

/** Everything known of one registered message, in whatever order it came. */
export interface Known {
  registeredOn: BusinessDate;
  visibility: Visibility;
  facts: readonly Fact[];
  replies: readonly KnownReply[];
  notices: readonly PublishedNotice[];
}

/** What lists filter by and pages show; a pure function of what is known, the same for every order. */
export interface Standing {
  unit: UnitRef | null;
  ending: Ending;
  /** Of an ending that is no answer. */
  endedAt: Date | null;
  /** 并单: the message with which it is handled as one. */
  mergedInto: string | null;
  /** Its writer has taken the words back, whatever ended it first. */
  isWithdrawn: boolean;
  /** From when the days are counted, where that is not the day of registration. */
  dayZero: BusinessDate | null;
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  /** 应答复日 in force: moved by a timely, published extension. */
  dueOn: BusinessDate | null;
  provisional: boolean;
  extended: boolean;
  extension: ExtensionView | null;
  interimPublished: boolean;
  submittedAt: Date | null;
  /** By when the office should have looked at it; null where nothing waits. */
  reviewDueOn: BusinessDate | null;
  answeredAt: Date | null;
  answeredInTime: boolean | null;
  /** The highest step of the ladder that stands, 0 for none. */
  level: number;
  /** The calendar by which its days were counted when it ended; null while it follows the current one. */
  calendarVersion: string | null;
}

export function standingOf(known: Known, calendar: WorkingCalendar): Standing {
  const dates = deadlineDates(known, calendar);
  const extension = extensionOf(known.notices, noticesUntil(known.facts, dates.replyDueOn));
  const published = known.replies.filter((reply): reply is PublishedReply => reply.publishedAt !== null);
  const first = earliest(published.filter((reply) => !reply.interim));
  const answering = (first?.visibility ?? known.visibility) === 'public' ? ('publicly-answered' as const) : ('privately-answered' as const);
  const end = firstEnd([...(first ? [{ ending: answering, at: first.publishedAt }] : []), ...endsOf(known.facts)]);
  const answer = end?.ending === answering ? first : undefined;
  const waiting = end ? undefined : known.replies.filter((reply) => reply.publishedAt === null && !reply.interim).toSorted((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime())[0];
  const unit = unitOf(known.facts);
  const dayZero = dayZeroOf(known);
  const closed = inSequence(known.facts, 'deadline-supervision').findLast(({ type, data }) => type === 'closed' && isOf(data.ending, end?.ending))?.data;
  const inForce = dateInForce(dates, extension, { from: dayZero ?? known.registeredOn, calendar });
  return {
    unit,
    ending: end?.ending ?? 'open',
    endedAt: end && !answer ? end.at : null,
    mergedInto: inSequence(known.facts, 'routing').findLast(({ type }) => type === 'merged' || type === 'unmerged')?.data.into ?? null,
    isWithdrawn: known.facts.some(({ type }) => type === 'withdrawn'),
    dayZero,
    replyDueOn: dates.replyDueOn,
    finalDueOn: dates.finalDueOn,
    ...inForce,
    extended: extension?.timely ?? false,
    interimPublished: published.some((reply) => reply.interim),
    submittedAt: answer?.submittedAt ?? waiting?.submittedAt ?? null,
    reviewDueOn: waiting ? reviewDueOn(waiting.submittedAt, known.registeredOn, calendar) : null,
    answeredAt: answer?.publishedAt ?? null,
    answeredInTime: answer ? answeredInTime(answer, inForce, closed?.publishedInTime) : null,
    level: levelOf(known.facts),
    calendarVersion: closed?.calendarVersion ?? null,
  };
}

/** Whether deadline-supervision spoke of this ending; what closed before an objection was upheld is open again. Before it was kept, what closed was answered. */
function isOf(closed: Ending | undefined, ending: Ending | undefined): boolean {
  const isAnswer = (one: Ending | undefined) => one === 'publicly-answered' || one === 'privately-answered';
  return closed === ending || (isAnswer(ending) && (closed === undefined || isAnswer(closed)));
}

/** Null where the calendar does not say yet; deadline-supervision's word, once it has ruled. */
function answeredInTime({ publishedAt }: PublishedReply, { dueOn, provisional }: DateInForce, ruled: boolean | null | undefined): boolean | null {
  if (ruled !== undefined) return ruled;
  if (dueOn === null) return null;
  return publishedAt < endOfBusinessDate(dueOn) ? true : provisional ? null : false;
}

type DateInForce = Pick<Standing, 'dueOn' | 'provisional' | 'extension'>;

/**
 * The date that deadline-supervision told. Only before it has spoken, and from the publication of a timely notice until it has told of the
 * extension, it is computed here.
 */
function dateInForce(dates: DeadlineDates, extension: ExtensionView | null, { from, calendar }: { from: BusinessDate; calendar: WorkingCalendar }): DateInForce {
  const { replyDueOn, finalDueOn, told } = dates;
  const isExtensionTold = told !== null && told.dueOn !== replyDueOn;
  const shown = isExtensionTold && extension?.timely && told.dueOn !== null ? { ...extension, newDueOn: told.dueOn } : extension;
  const computed = dueOnInForce({ registeredOn: from, replyDueOn, finalDueOn, provisional: false, assigned: true, ...(shown && { extension: shown }) });
  if (told && (isExtensionTold || computed === told.dueOn)) return { ...told, extension: shown };
  const provisional = computed === null || calendar.firstProvisionalDay(from, computed) !== undefined;
  return { dueOn: computed, provisional, extension: shown };
}

function unitOf(facts: readonly Fact[]): UnitRef | null {
  const last = inSequence(facts, 'routing').findLast(({ type }) => ['assigned', 'designated', 'returned'].includes(type));
  return last && last.type !== 'returned' ? (last.data.unit ?? null) : null;
}

/** A question in a live session counts from the session's day; deadline-supervision says so. */
function dayZeroOf({ facts, registeredOn }: Known): BusinessDate | null {
  const told = inSequence(facts, 'deadline-supervision').findLast(({ data }) => data.dayZero !== undefined)?.data.dayZero;
  return told === undefined || told === registeredOn ? null : told;
}

interface DeadlineDates {
  /** 应答复日 without the extension, which the page shows beside it. */
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  /** The date in force, as it was told last; null until deadline-supervision, which knows policy and calendar, has spoken. */
  told: { dueOn: BusinessDate | null; provisional: boolean } | null;
}

function deadlineDates({ facts, registeredOn }: Known, calendar: WorkingCalendar): DeadlineDates {
  const told = inSequence(facts, 'deadline-supervision').filter(({ type }) => type === 'deadline-opened' || type === 'deadline-moved');
  const dates: DeadlineDates = {
    replyDueOn: calendar.addWorkingDays(registeredOn, statedWorkingDays.reply).dueOn,
    finalDueOn: calendar.addWorkingDays(registeredOn, statedWorkingDays.final).dueOn,
    told: null,
  };
  let extended = false;
  for (const { data } of told) {
    dates.told = { dueOn: data.replyDueOn ?? null, provisional: data.provisional ?? false };
    dates.finalDueOn = data.finalDueOn ?? null;
    if (data.unextendedDueOn !== undefined) dates.replyDueOn = data.unextendedDueOn;
    // Before it was told, an extension hid what else moved the date.
    else if (data.cause === 'extension') extended = true;
    else if (!extended) dates.replyDueOn = data.replyDueOn ?? null;
  }
  return dates;
}

/** Until when a notice was in time: as the policy of the message says or, where that was not told, until 应答复日 ended. */
function noticesUntil(facts: readonly Fact[], replyDueOn: BusinessDate | null): Date | null {
  const told = inSequence(facts, 'deadline-supervision').findLast(({ data }) => data.noticeDueOn !== undefined)?.data;
  const lastDay = told?.noticeDueOn ?? replyDueOn;
  return lastDay === null ? null : endOfBusinessDate(lastDay, told?.closeOfBusiness);
}

/** R10: one notice counts, the first that was submitted in time; a late one is shown and cures nothing. */
function extensionOf(notices: readonly PublishedNotice[], until: Date | null): ExtensionView | null {
  const views = [...notices]
    .sort((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime() || (a.extensionId < b.extensionId ? -1 : 1))
    .map((notice) => ({
      submittedOn: businessDateOf(notice.submittedAt),
      publishedOn: businessDateOf(notice.publishedAt),
      newDueOn: notice.newDueOn,
      timely: until !== null && notice.submittedAt < until,
    }));
  return views.find((view) => view.timely) ?? views[0] ?? null;
}

function earliest(replies: readonly PublishedReply[]): PublishedReply | undefined {
  return [...replies].sort(
    (a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || a.submittedAt.getTime() - b.submittedAt.getTime() || (a.replyId < b.replyId ? -1 : 1),
  )[0];
}

/** An overdue that was withdrawn takes the escalations with it that it caused; an escalation can be withdrawn alone, too. */
function levelOf(facts: readonly Fact[]): number {
  // Several of one level may stand: of the deadline, and of an urging order or a matter that was not seen to.
  const standing = new Map<string, { level: number; ofDeadline: boolean }>();
  for (const { type, data } of inSequence(facts, 'deadline-supervision')) {
    const { escalationId, level = 0, to = 'inspection-bureau', cause } = data;
    if (type === 'overdue-withdrawn') [...standing].filter(([, { ofDeadline }]) => ofDeadline).forEach(([key]) => standing.delete(key));
    // Level 3 of what waits for a unit is no matter of the inspection bureau, of which the page speaks at 3.
    else if (type === 'escalated') standing.set(escalationId ?? `level ${level}`, { level: level === 3 && to !== 'inspection-bureau' ? 2 : level, ofDeadline: !cause });
    else if (type === 'escalation-withdrawn') for (const key of [escalationId ?? '', `level ${level}`]) standing.delete(key);
  }
  return Math.max(0, ...[...standing.values()].map(({ level }) => level));
}
