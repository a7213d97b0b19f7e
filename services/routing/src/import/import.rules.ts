import type { RoutingProblemCode } from '../problems.js';
import type { MessageState } from '../message/message-state.rules.js';

export interface ImportItem {
  messageId: string;
  reply?: { text: string; submittedAt: string } | undefined;
}

export interface ImportResult {
  messageId: string;
  status: 'created' | 'repeated' | 'refused';
  code?: RoutingProblemCode;
}

/** The one imported reply that a message may have, as it was given. */
export interface KnownImport {
  text: string;
  givenAt: Date;
  state: 'waiting' | 'submitted' | 'refused';
}

export interface ImportedInto {
  state: MessageState;
  historical: boolean;
  registeredAt: Date;
}

/**
 * What becomes of one item. `message` is null as long as its registration has not arrived: its reply then waits.
 * A reply given twice is the same reply; another text or time for the same message is a conflict, never an overwrite.
 */
export function ruleImport(item: ImportItem, message: ImportedInto | null, known: KnownImport | undefined, now: Date): ImportResult {
  const { messageId, reply } = item;
  const refused = (code: RoutingProblemCode): ImportResult => ({ messageId, status: 'refused', code });
  if (!reply) return { messageId, status: 'repeated' };
  const submittedAt = new Date(reply.submittedAt);
  if (known) {
    if (known.text !== reply.text || known.givenAt.getTime() !== submittedAt.getTime()) return refused('routing.import-conflict');
    return known.state === 'refused' ? refused('routing.import-not-historical') : { messageId, status: 'repeated' };
  }
  if (submittedAt > now) return refused('routing.import-in-future');
  if (!message) return { messageId, status: 'created' };
  if (!message.historical) return refused('routing.import-not-historical');
  if (message.state === 'answered') return refused('routing.already-answered');
  if (message.state === 'in-review') return refused('routing.reply-in-review');
  if (submittedAt < message.registeredAt) return refused('routing.import-before-registration');
  return { messageId, status: 'created' };
}

/**
 * A reply that waited for its message. It can no longer be refused to whoever sent it, so one that claims to be earlier than the
 * registration counts from the registration; the given time is kept. A message that is not historical is answered by its unit alone.
 */
export function ruleWaiting(reply: { givenAt: Date }, message: { historical: boolean; registeredAt: Date }): { submittedAt: Date } | null {
  if (!message.historical) return null;
  return { submittedAt: reply.givenAt < message.registeredAt ? message.registeredAt : reply.givenAt };
}
