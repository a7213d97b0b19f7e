import { attendances, postponementWorkingDays, type Attendance, type Official, type SessionChannel } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

export const sessionStates = ['scheduled', 'postponed', 'open', ...attendances, 'cancelled'] as const;
export type SessionState = (typeof sessionStates)[number];

export interface SessionTimes {
  startsAt: Date;
  endsAt: Date;
}

/** A session as far as decisions about it need it. */
export interface SessionStanding extends SessionTimes {
  channel: SessionChannel;
  state: SessionState;
  /** As it was first announced. */
  firstStartsAt: Date;
  postponedAt: Date | null;
  /** 辅导: when the last one was. */
  coachedAt: Date | null;
  openedAt: Date | null;
  closedAt: Date | null;
}

const marks: Record<SessionChannel, string> = { interview: 'FT', forum: 'ZT' };

/** 访谈 and 座谈会 are numbered apart, by the year in which they are announced: HN-FT2026-012. */
export const seriesOf = (prefix: string, channel: SessionChannel, announcedOn: BusinessDate): string =>
  `${prefix}-${marks[channel]}${announcedOn.slice(0, 4)}-`;
export const sessionNumberOf = (series: string, ordinal: number): string => series + String(ordinal).padStart(3, '0');

const dayMs = 86_400_000;
/** Days before it that a session is announced, unless the public is told why it is later (`default`). */
export const noticeDays = 7;
const isShortNotice = ({ startsAt }: SessionTimes, now: Date): boolean => startsAt.getTime() - now.getTime() < noticeDays * dayMs;

/** The reason for a short notice, where the notice is short and one is given. */
export const standingReason = (times: SessionTimes, reason: string | undefined, now: Date): string | null => (isShortNotice(times, now) ? (reason ?? null) : null);

export function schedulingRefusal(times: SessionTimes, shortNoticeReason: string | undefined, now: Date) {
  if (areWrong(times, now)) return 'intake.session-times-wrong';
  return isShortNotice(times, now) && shortNoticeReason === undefined ? 'intake.session-notice-short' : null;
}

/** Once, before it begins, to a later time, and by no more working days than the reading allows. */
export function postponementRefusal(session: SessionStanding, times: SessionTimes, now: Date, calendar: WorkingCalendar) {
  if (session.state === 'cancelled') return 'intake.session-cancelled';
  if (session.postponedAt) return 'intake.session-already-postponed';
  if (now >= session.startsAt) return 'intake.session-begun';
  if (areWrong(times, now) || times.startsAt <= session.startsAt) return 'intake.session-times-wrong';
  const latest = latestDayOf(session, calendar);
  return latest !== null && businessDateOf(times.startsAt) <= latest ? null : 'intake.session-postponed-too-far';
}

/** The last day to which it can be postponed; null where the calendar does not know it. */
export const latestDayOf = ({ firstStartsAt }: SessionStanding, calendar: WorkingCalendar): BusinessDate | null =>
  calendar.addWorkingDays(businessDateOf(firstStartsAt), postponementWorkingDays).dueOn;

export function cancellationRefusal({ state, endsAt, openedAt }: SessionStanding, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (openedAt) return 'intake.session-opened';
  return now >= endsAt ? 'intake.session-over' : null;
}

/** R16: it is recorded before the session opens, and was held before its start. */
export function coachingRefusal({ state, openedAt, startsAt }: SessionStanding, heldAt: Date, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (openedAt) return 'intake.session-opened';
  return heldAt > now || heldAt >= startsAt ? 'intake.coaching-time-wrong' : null;
}

/** R16: on its day, from its start, with a coaching or with the reason why there was none. */
export function openingRefusal({ state, openedAt, startsAt, coachedAt }: SessionStanding, uncoachedReason: string | undefined, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (openedAt) return 'intake.session-opened';
  if (now < startsAt) return 'intake.session-not-begun';
  if (businessDateOf(now) > businessDateOf(startsAt)) return 'intake.session-over';
  return coachedAt || uncoachedReason !== undefined ? null : 'intake.session-uncoached';
}

/** R15: as held only with the principal who was there. */
export function closingRefusal({ state, openedAt, closedAt }: SessionStanding, attendance: Attendance, attendedBy: Official | null) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  if (!openedAt) return 'intake.session-not-open';
  if (closedAt) return 'intake.session-closed';
  return attendance === 'held' && !attendedBy ? 'intake.session-without-principal' : null;
}

/** Why nothing more can be asked in a session: it is none of that channel, was cancelled, or is over. */
export function askingRefusal(session: SessionStanding | null, channel: string, now: Date) {
  if (!session || session.channel !== channel) return 'intake.session-unknown';
  return session.state === 'cancelled' || session.closedAt || now >= session.endsAt ? 'intake.session-takes-no-questions' : null;
}

/** As far ahead as anybody plans: beyond it stands a slip of the pen, and questions would wait for it. */
const horizonMs = 366 * dayMs;

/** A session lies ahead, ends after it begins, and has one day: by that day its questions are counted. */
const areWrong = ({ startsAt, endsAt }: SessionTimes, now: Date): boolean =>
  startsAt <= now || startsAt.getTime() > now.getTime() + horizonMs || endsAt <= startsAt || businessDateOf(endsAt) !== businessDateOf(startsAt);
