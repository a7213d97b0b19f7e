import { questionAnswered, questionMoved, sessionCancelled, sessionClosed, sessionOpened, sessionPostponed, sessionScheduled, type EventData, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { redact } from '@wenzheng/redaction';

const definitions = {
  scheduled: sessionScheduled,
  postponed: sessionPostponed,
  cancelled: sessionCancelled,
  opened: sessionOpened,
  closed: sessionClosed,
  'question-moved': questionMoved,
  'question-answered': questionAnswered,
} as const;
export type SessionFactType = keyof typeof definitions;

/** What is kept of an event about a session: every word in it may be read in public. What was answered is read in the reply that routing makes of it. */
export type SessionFact = { [Type in SessionFactType]: { sessionId: string; sequence: number; type: Type; data: Omit<EventData<(typeof definitions)[Type]>, 'text'> } }[SessionFactType];
export type SessionFactData = SessionFact['data'];

const typeBySubject = new Map(Object.entries<EventDefinition>(definitions).map(([type, { subject }]) => [subject, type as SessionFactType]));

/** What people wrote into it. Names, posts and codes are public as they are. */
const texts = ['title', 'reason', 'shortNoticeReason', 'uncoachedReason', 'absenceReason', 'summary'];

/** @throws RangeError for an event about no session */
export function sessionFactOf({ type: subject, sequence, data }: EventEnvelope<{ sessionId: string }>): SessionFact {
  const type = typeBySubject.get(subject);
  if (!type) throw new RangeError(`not an event about a session: ${subject}`);
  const shown = Object.entries(data).filter(([name]) => name !== 'text').map(([name, value]: [string, unknown]) => [name, typeof value === 'string' && texts.includes(name) ? redact(value) : value]);
  return { sessionId: data.sessionId, sequence, type, data: Object.fromEntries(shown) } as SessionFact;
}
