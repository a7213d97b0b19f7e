// A second, independent telling of the deadline: it walks a message's life day by day and event by event, in order of time.
// It shares no code with the rules and asks the calendar one question: is this a working day?
import { stateCouncilCalendar } from '@wenzheng/working-days';
import type { Fact } from './fact.rules.js';

const dayMs = 86_400_000;
const offset = 8 * 3_600_000;
const dateOf = (ms: number) => new Date(ms + offset).toISOString().slice(0, 10);
const endOf = (date: string) => Date.parse(`${date}T00:00:00+08:00`) + dayMs;

function workingDayAfter(date: string, n: number): string {
  let day = date;
  for (let left = n; left > 0; ) {
    day = dateOf(endOf(day));
    if (stateCouncilCalendar.isWorkingDay(day)) left -= 1;
  }
  return day;
}

export interface Verdict {
  replyDueOn: string;
  finalDueOn: string;
  dueOn: string;
  ending: string;
  overdueFrom: number | null;
}

/** Of a history whose dates are all settled. */
export function naiveVerdict(history: readonly Fact[]): Verdict | null {
  const start = history.find((fact) => fact.type === 'registered');
  if (!start || start.type !== 'registered') return null;
  const dayZero = dateOf(Date.parse(start.data.registeredAt));
  const replyDueOn = workingDayAfter(dayZero, 3);
  const finalDueOn = workingDayAfter(dayZero, 10);
  let dueOn = replyDueOn;

  const notices = history
    .flatMap((fact) => (fact.type === 'extension-published' ? [fact.data] : []))
    .filter(({ submittedAt }) => Date.parse(submittedAt) < endOf(replyDueOn))
    .sort((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt) || a.extensionId.localeCompare(b.extensionId) || a.newDueOn.localeCompare(b.newDueOn));
  const [notice] = notices;
  if (notice) {
    dueOn = notice.newDueOn;
    if (dueOn > finalDueOn) dueOn = finalDueOn;
    if (dueOn < replyDueOn) dueOn = replyDueOn;
  }

  const sentBack = history.flatMap((fact) => (fact.type === 'reply-returned' ? [fact.data.replyId] : []));
  let submittedAt = Infinity;
  let publishedAt = Infinity;
  let ending = 'open';
  let replyId = '';
  for (const fact of history) {
    if (fact.type !== 'reply-published' || fact.data.interim) continue;
    const when = Date.parse(fact.data.publishedAt);
    if (when > publishedAt || (when === publishedAt && fact.data.replyId > replyId)) continue;
    publishedAt = when;
    replyId = fact.data.replyId;
    submittedAt = Date.parse(fact.data.submittedAt);
    ending = fact.data.visibility === 'private' ? 'privately-answered' : 'publicly-answered';
  }
  if (ending === 'open') {
    for (const fact of history) {
      if (fact.type !== 'reply-submitted' || fact.data.interim || sentBack.includes(fact.data.replyId)) continue;
      submittedAt = Math.min(submittedAt, Date.parse(fact.data.submittedAt));
    }
  }
  return { replyDueOn, finalDueOn, dueOn, ending, overdueFrom: submittedAt < endOf(dueOn) ? null : endOf(dueOn) };
}
