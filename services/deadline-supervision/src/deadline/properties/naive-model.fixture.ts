// A second, independent telling of the deadline: it walks a message's life day by day and event by event, in order of time.
// It shares no code with the rules and none with the calendar: a day is worked if a notice lists it so or, unlisted, from Monday to Friday.
import type { Notice } from '@wenzheng/working-days';
import type { Fact } from '../fact.rules.js';

const dayMs = 86_400_000;
const offset = 8 * 3_600_000;
const dateOf = (ms: number) => new Date(ms + offset).toISOString().slice(0, 10);
const nextDate = (date: string) => dateOf(Date.parse(`${date}T00:00:00+08:00`) + dayMs);

/** The numbers of a policy. */
export interface NaivePolicy {
  reply: number;
  final: number;
  extensionWithin: number;
  extensions: number;
  /** HH:MM */
  close: string;
}

/** Which days the notices list, the later year's before the earlier one's. */
export type NaiveCalendar = ReadonlyMap<string, boolean>;
export const naiveCalendar = (notices: readonly Notice[]): NaiveCalendar =>
  new Map(notices.toSorted((a, b) => a.year - b.year).flatMap(({ days }) => days.map(({ date, isOffDay }) => [date, !isOffDay] as const)));

export interface Verdict {
  replyDueOn: string;
  finalDueOn: string;
  dueOn: string;
  ending: string;
  overdueFrom: number | null;
  /** Overdue and its escalations: what stands for good once all of time has passed. */
  standing: string[];
}

/** Of a history whose dates are all settled. */
export function naiveVerdict(history: readonly Fact[], policy: NaivePolicy, calendar: NaiveCalendar): Verdict | null {
  const start = history.find((fact) => fact.type === 'registered');
  if (!start || start.type !== 'registered') return null;
  const isWorked = (date: string) => calendar.get(date) ?? ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
  const endOf = (date: string) => Date.parse(`${policy.close === '24:00' ? nextDate(date) : date}T${policy.close === '24:00' ? '00:00' : policy.close}:00+08:00`);
  const workingDayAfter = (date: string, n: number): string => {
    let day = date;
    for (let left = n; left > 0; ) {
      day = nextDate(day);
      if (isWorked(day)) left -= 1;
    }
    return day;
  };
  const dayZero = naiveDayZero(history, start.data, workingDayAfter);
  const replyDueOn = workingDayAfter(dayZero, policy.reply);
  const finalDueOn = workingDayAfter(dayZero, policy.final);
  let dueOn = replyDueOn;

  const noticeUntil = endOf(workingDayAfter(dayZero, policy.extensionWithin));
  const notices = history
    .flatMap((fact) => (fact.type === 'extension-published' ? [fact.data] : []))
    .filter(({ submittedAt }) => Date.parse(submittedAt) < noticeUntil)
    .sort((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt) || a.extensionId.localeCompare(b.extensionId) || a.newDueOn.localeCompare(b.newDueOn));
  const granted = new Map<string, string>();
  for (const { extensionId, newDueOn } of notices) {
    if (!granted.has(extensionId) && granted.size < policy.extensions) granted.set(extensionId, newDueOn);
  }
  const promised = [...granted.values()].pop();
  if (promised !== undefined) {
    dueOn = promised;
    if (dueOn > finalDueOn) dueOn = finalDueOn;
    if (dueOn < replyDueOn) dueOn = replyDueOn;
  }

  const sentBack = history.flatMap((fact) => (fact.type === 'reply-returned' ? [fact.data.replyId] : []));
  const compared = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  const [first] = history
    .flatMap((fact) => (fact.type === 'reply-published' && !fact.data.interim ? [fact.data] : []))
    .sort(
      (a, b) =>
        Date.parse(a.publishedAt) - Date.parse(b.publishedAt) || compared(a.replyId, b.replyId) ||
        Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || compared(a.visibility, b.visibility),
    );
  const answering = first ? (first.visibility === 'private' ? 'privately-answered' : 'publicly-answered') : null;
  const end = naiveEnd(history, first && answering ? [Date.parse(first.publishedAt), answering] : null);
  const ending = end?.[1] ?? 'open';
  const endedAt = end?.[0] ?? Infinity;
  let submittedAt = first && ending === answering ? Date.parse(first.submittedAt) : endedAt;
  for (const fact of history) {
    if (fact.type === 'transferred' && ending === 'transferred' && Date.parse(fact.data.transferredAt) === endedAt) submittedAt = Math.min(submittedAt, Date.parse(fact.data.sentAt));
  }
  if (ending === 'open') {
    for (const fact of history) {
      if (fact.type !== 'reply-submitted' || fact.data.interim || sentBack.includes(fact.data.replyId)) continue;
      submittedAt = Math.min(submittedAt, Date.parse(fact.data.submittedAt));
    }
  }
  const overdueFrom = submittedAt < endOf(dueOn) ? null : endOf(dueOn);
  const steps: [string, number][] = [
    ['overdue', endOf(dueOn)], ['escalation-1', endOf(dueOn)], ['escalation-2', endOf(workingDayAfter(dueOn, 2))], ['escalation-3', endOf(finalDueOn)],
  ];
  const standing = steps
    .filter(([, at]) => overdueFrom !== null && at >= overdueFrom && at < endedAt)
    .map(([step, at]) => `${step} ${new Date(at).toISOString()}`)
    .sort();
  return { replyDueOn, finalDueOn, dueOn, ending, overdueFrom, standing };
}

type NaiveEnd = [at: number, ending: string];

/** Walks through all that may end a message; of one instant an answer comes before a ruling, that before a transfer, and a withdrawal last. */
function naiveEnd(history: readonly Fact[], answer: NaiveEnd | null): NaiveEnd | null {
  const order = ['publicly-answered', 'privately-answered', 'ruled-invalid', 'transferred', 'withdrawn'];
  let end = answer;
  const offer = (instant: string, ending: string) => {
    const at = Date.parse(instant);
    if (!end || at < end[0] || (at === end[0] && order.indexOf(ending) < order.indexOf(end[1]))) end = [at, ending];
  };
  for (const fact of history) {
    if (fact.type === 'withdrawn') offer(fact.data.withdrawnAt, 'withdrawn');
    if (fact.type === 'transferred') offer(fact.data.transferredAt, 'transferred');
    if (fact.type !== 'ruled-invalid') continue;
    const { rulingId } = fact.data;
    const isLifted = history.some((other) => other.type === 'objection-decided' && other.data.rulingId === rulingId && other.data.outcome === 'upheld');
    if (!isLifted) offer(fact.data.ruledAt, 'ruled-invalid');
  }
  return end;
}

/** Goes through the session's announcements one after the other, as a reader of notices would. */
function naiveDayZero(
  history: readonly Fact[],
  { registeredAt, sessionId, channel }: { registeredAt: string; sessionId: string | null; channel: string },
  workingDayAfter: (date: string, n: number) => string,
): string {
  const asked = Date.parse(registeredAt);
  const ownDay = dateOf(asked);
  let begins = NaN;
  let day = '';
  let ends = NaN;
  let lastDayAllowed: string | null = null;
  let calledOff: number | null = null;
  for (let number = 1; number <= 9; number += 1) {
    for (const fact of history) {
      if (fact.sequence !== number || !fact.type.startsWith('session-') || calledOff !== null) continue;
      if (fact.type === 'session-scheduled' && fact.data.sessionId === sessionId && fact.data.channel === channel && Number.isNaN(begins)) {
        begins = Date.parse(fact.data.startsAt);
        day = dateOf(begins);
        ends = Date.parse(fact.data.endsAt);
        lastDayAllowed = workingDayAfter(dateOf(begins), 20);
      }
      if (fact.type === 'session-postponed' && lastDayAllowed !== null && Date.parse(fact.data.postponedAt) < begins) {
        const next = Date.parse(fact.data.startsAt);
        if (next <= begins) continue;
        begins = next;
        day = dateOf(next) > lastDayAllowed ? lastDayAllowed : dateOf(next);
        ends = Date.parse(fact.data.endsAt);
        lastDayAllowed = null;
      }
      if (fact.type === 'session-cancelled' && Date.parse(fact.data.cancelledAt) < ends) calledOff = Date.parse(fact.data.cancelledAt);
    }
  }
  if (calledOff !== null) return asked < calledOff ? dateOf(calledOff) : ownDay;
  return asked < ends && day > ownDay ? day : ownDay;
}
