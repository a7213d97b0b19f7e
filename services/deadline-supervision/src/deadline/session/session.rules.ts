import { postponementWorkingDays, type SessionChannel } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { factsOf, type Fact, type FactData } from '../fact.rules.js';

/** 在线访谈 or 网民座谈会, as its own events tell it. */
export interface LiveSession {
  sessionId: string;
  number: string;
  channel: SessionChannel;
  /** As it was first announced. */
  firstOn: BusinessDate;
  /** The day from which its questions are counted, unless it is cancelled. */
  countsFrom: BusinessDate;
  startsAt: Date;
  endsAt: Date;
  isPostponed: boolean;
  cancelledAt: Date | null;
}

/** Why days are counted from this day: that of the registration, or what the session made of it. */
export const dayZeroCauses = ['registration', 'session', 'postponement', 'cancellation'] as const;
export interface DayZero {
  on: BusinessDate;
  because: (typeof dayZeroCauses)[number];
  /** The session whose events gave it; null where it is the day of registration. */
  session: LiveSession | null;
}

/**
 * Day zero of what is asked before or during a session is the session's day; a postponement moves it once, by
 * {@link postponementWorkingDays} at most; a cancellation makes it the cancellation's day. Of all else it is the day of registration.
 */
export function dayZeroOf(facts: readonly Fact[], registration: FactData<'registered'>, calendar: WorkingCalendar): DayZero {
  const registeredAt = new Date(registration.registeredAt);
  const registeredOn = businessDateOf(registeredAt);
  const session = registration.sessionId === null ? null : sessionOf(facts, registration.sessionId, calendar);
  if (session?.channel !== registration.channel || registeredAt >= (session.cancelledAt ?? session.endsAt)) {
    return { on: registeredOn, because: 'registration', session: null };
  }
  const on = session.cancelledAt ? businessDateOf(session.cancelledAt) : session.countsFrom;
  const because = session.cancelledAt ? 'cancellation' : session.isPostponed ? 'postponement' : 'session';
  return { on: on > registeredOn ? on : registeredOn, because, session };
}

/** Its events in their own order, whatever order they came in; null while it is not announced. */
export function sessionOf(facts: readonly Fact[], sessionId: string, calendar: WorkingCalendar): LiveSession | null {
  const announced = factsOf(facts, 'session-scheduled').find(({ data }) => data.sessionId === sessionId)?.data;
  if (!announced) return null;
  const firstOn = businessDateOf(new Date(announced.startsAt));
  const first: LiveSession = {
    sessionId, number: announced.sessionNumber, channel: announced.channel, firstOn, countsFrom: firstOn, startsAt: new Date(announced.startsAt), endsAt: new Date(announced.endsAt),
    isPostponed: false, cancelledAt: null,
  };
  const latest = calendar.addWorkingDays(firstOn, postponementWorkingDays).dueOn;
  return [...factsOf(facts, 'session-postponed'), ...factsOf(facts, 'session-cancelled')]
    .filter(({ data }) => data.sessionId === sessionId)
    .sort((a, b) => a.sequence - b.sequence)
    .reduce((session, { data }) => ('cancelledAt' in data ? cancelled(session, data) : postponed(session, data, latest)), first);
}

/** Once, before it begins, to a later time. It may take place later than the reading allows; its questions do not wait for that. */
function postponed(session: LiveSession, data: FactData<'session-postponed'>, latest: BusinessDate | null): LiveSession {
  const startsAt = new Date(data.startsAt);
  const isStanding = session.cancelledAt === null && !session.isPostponed && new Date(data.postponedAt) < session.startsAt;
  if (!isStanding || startsAt <= session.startsAt || latest === null) return session;
  const on = businessDateOf(startsAt);
  return { ...session, startsAt, endsAt: new Date(data.endsAt), countsFrom: on < latest ? on : latest, isPostponed: true };
}

/** Once, until it ends: what was asked in a session that was held is not put off afterwards. */
function cancelled(session: LiveSession, data: FactData<'session-cancelled'>): LiveSession {
  const cancelledAt = new Date(data.cancelledAt);
  return session.cancelledAt === null && cancelledAt < session.endsAt ? { ...session, cancelledAt } : session;
}
