import {
  extensionNoticePublished,
  extensionSubmitted,
  messageAssigned,
  messageCoHandled,
  messageDesignated,
  messageMerged,
  messageRated,
  messageRegistered,
  messageReturned,
  messageRuledInvalid,
  messageTransferred,
  messageUnmerged,
  messageVisibilityChanged,
  messageWithdrawn,
  objectionDecided,
  renewalDeclined,
  renewalOrdered,
  replyDelivered,
  replyDeliveryFailed,
  replyPublished,
  replyReturned,
  replySubmitted,
  sessionCancelled,
  sessionPostponed,
  sessionScheduled,
  textHidden,
  type EventData,
  type EventDefinition,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { redact } from '@wenzheng/redaction';

/** Every event about a message, by the name under which it is kept. */
const messageDefinitions = {
  registered: messageRegistered,
  assigned: messageAssigned,
  returned: messageReturned,
  designated: messageDesignated,
  'reply-submitted': replySubmitted,
  'reply-returned': replyReturned,
  'reply-published': replyPublished,
  'reply-delivered': replyDelivered,
  'reply-delivery-failed': replyDeliveryFailed,
  'extension-submitted': extensionSubmitted,
  'extension-published': extensionNoticePublished,
  'ruled-invalid': messageRuledInvalid,
  'objection-decided': objectionDecided,
  transferred: messageTransferred,
  withdrawn: messageWithdrawn,
  rated: messageRated,
  'co-handled': messageCoHandled,
  merged: messageMerged,
  unmerged: messageUnmerged,
  'renewal-ordered': renewalOrdered,
  'renewal-declined': renewalDeclined,
  'visibility-changed': messageVisibilityChanged,
  'text-hidden': textHidden,
} as const;

/** Every event about a live session; to a question that was asked in it they are facts as well. */
export const sessionDefinitions = {
  'session-scheduled': sessionScheduled,
  'session-postponed': sessionPostponed,
  'session-cancelled': sessionCancelled,
} as const;

export const factDefinitions = { ...messageDefinitions, ...sessionDefinitions } as const;
export type FactType = keyof typeof factDefinitions;

type WithoutWords<Data> = Omit<Data, 'title' | 'text' | 'promise'> & (Data extends { promise?: infer Promise } ? { promise?: (Promise extends object ? Omit<Promise, 'text'> : Promise) | undefined } : unknown);
export type FactData<Type extends FactType> = WithoutWords<EventData<(typeof factDefinitions)[Type]>>;

/** What is kept of an event about a message or its session. `sequence` is its owner's version of that. */
export type Fact = {
  [Type in FactType]: { eventId: string; messageId: string; type: Type; sequence: number; data: FactData<Type> };
}[FactType];
export type NewFact = Fact & { time: string };

const typeBySubject = new Map<string, FactType>(
  Object.entries<EventDefinition>(messageDefinitions).map(([type, definition]) => [definition.subject, type as FactType]),
);

/** Words that stay, because dossiers and papers show them. */
const wordsKept = ['reason', 'guidance', 'addressedUnit'];
/** Whose reason is the writer's own words. */
const ofWriters: readonly FactType[] = ['withdrawn', 'rated'];

/** Under which name the text of a published part is kept. */
const keptAs: Readonly<Record<string, 'reason' | 'guidance'>> = { 'extension-notice': 'reason', decision: 'reason', guidance: 'guidance' };

/** The event as it is kept for ever: without the citizen's words, without the text of the reply and of what it promises, and in what stays no number of a person. */
export function factOf(event: EventEnvelope<{ messageId: string }>): NewFact {
  const type = typeBySubject.get(event.type);
  if (!type) throw new RangeError(`not an event about a message: ${event.type}`);
  const data: Record<string, unknown> = { ...event.data };
  delete data['title'];
  // Of all words that are published the reasons of notices and decisions, and guidance, alone are kept: so they must follow when something of them is hidden.
  const kept = type === 'text-hidden' ? keptAs[String(data['part'])] : undefined;
  const shown = data['text'];
  delete data['text'];
  if (data['promise']) data['promise'] = { dueOn: (data['promise'] as { dueOn: unknown }).dueOn };
  if (kept !== undefined) data[kept] = redact(String(shown));
  if (ofWriters.includes(type)) delete data['reason'];
  delete data['findingReasons'];
  for (const name of wordsKept) if (typeof data[name] === 'string') data[name] = redact(data[name]);
  return { eventId: event.id, messageId: event.data.messageId, type, sequence: event.sequence, data, time: event.time } as NewFact;
}

/** 更正, 补充 and 二次办理答复 stand beside a reply: they close nothing anew, and are no evidence of when it was given. */
export const isFirstWord = ({ data }: { data: { corrects?: string | null | undefined; supplements?: string | null | undefined; renews?: string | null | undefined } }): boolean =>
  !data.corrects && !data.supplements && !data.renews;

/** The facts of one type, in an order that depends on nothing but themselves. */
export function factsOf<Type extends FactType>(facts: readonly Fact[], type: Type): Extract<Fact, { type: Type }>[] {
  return facts
    .filter((fact): fact is Extract<Fact, { type: Type }> => fact.type === type)
    .sort((a, b) => a.sequence - b.sequence || (a.eventId < b.eventId ? -1 : 1));
}
