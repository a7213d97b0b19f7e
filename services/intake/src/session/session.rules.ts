import { postponementWorkingDays, type SessionChannel } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

export const sessionStates = ['scheduled', 'postponed', 'cancelled'] as const;
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
}

const marks: Record<SessionChannel, string> = { interview: 'FT', forum: 'ZT' };

/** 访谈 and 座谈会 are numbered apart, by the year in which they are announced: HN-FT2026-012. */
export const seriesOf = (prefix: string, channel: SessionChannel, announcedOn: BusinessDate): string =>
  `${prefix}-${marks[channel]}${announcedOn.slice(0, 4)}-`;
export const sessionNumberOf = (series: string, ordinal: number): string => series + String(ordinal).padStart(3, '0');

export function schedulingRefusal(times: SessionTimes, now: Date) {
  return areWrong(times, now) ? 'intake.session-times-wrong' : null;
}

/** Once, before it begins, to a later time, and by no more working days than the reading allows. */
export function postponementRefusal(session: SessionStanding, times: SessionTimes, now: Date, calendar: WorkingCalendar) {
  if (session.state === 'cancelled') return 'intake.session-cancelled';
  if (session.state === 'postponed') return 'intake.session-already-postponed';
  if (now >= session.startsAt) return 'intake.session-begun';
  if (areWrong(times, now) || times.startsAt <= session.startsAt) return 'intake.session-times-wrong';
  const latest = latestDayOf(session, calendar);
  return latest !== null && businessDateOf(times.startsAt) <= latest ? null : 'intake.session-postponed-too-far';
}

/** The last day to which it can be postponed; null where the calendar does not know it. */
export const latestDayOf = ({ firstStartsAt }: SessionStanding, calendar: WorkingCalendar): BusinessDate | null =>
  calendar.addWorkingDays(businessDateOf(firstStartsAt), postponementWorkingDays).dueOn;

export function cancellationRefusal({ state, endsAt }: SessionStanding, now: Date) {
  if (state === 'cancelled') return 'intake.session-cancelled';
  return now >= endsAt ? 'intake.session-over' : null;
}

/** Why nothing more can be asked in a session: it is none of that channel, was cancelled, or is over. */
export function askingRefusal(session: SessionStanding | null, channel: string, now: Date) {
  if (!session || session.channel !== channel) return 'intake.session-unknown';
  return session.state === 'cancelled' || now >= session.endsAt ? 'intake.session-takes-no-questions' : null;
}

/** As far ahead as anybody plans: beyond it stands a slip of the pen, and questions would wait for it. */
const horizonMs = 366 * 86_400_000;

/** A session lies ahead, ends after it begins, and has one day: by that day its questions are counted. */
const areWrong = ({ startsAt, endsAt }: SessionTimes, now: Date): boolean =>
  startsAt <= now || startsAt.getTime() > now.getTime() + horizonMs || endsAt <= startsAt || businessDateOf(endsAt) !== businessDateOf(startsAt);
