import { firstEnd, type InvalidityGround, type MessageEnd } from '@wenzheng/contracts';
import type { Answer } from './answer.rules.js';
import { factsOf, type Fact } from './fact.rules.js';

export interface End extends MessageEnd {
  /** Why it was ruled invalid. */
  ground: InvalidityGround | null;
  /** Of a transfer, when it was sent, by which the city is judged. */
  sentAt?: Date;
}

/**
 * What ends the message: the first of the published answer, a ruling of invalidity that no objection has lifted, the transfer for which there is a receipt, and the
 * writer's withdrawal. A ruling ends it when it is made: its notice becomes public with the same event, and conservation names it where that does not happen.
 */
export function endOf(facts: readonly Fact[], answer: Answer | null): End | null {
  const lifted = new Set(factsOf(facts, 'objection-decided').flatMap(({ data }) => (data.outcome === 'upheld' ? [data.rulingId] : [])));
  return firstEnd<End>([
    ...(answer?.publishedAt ? [{ ending: answer.visibility === 'private' ? ('privately-answered' as const) : ('publicly-answered' as const), at: answer.publishedAt, ground: null }] : []),
    ...factsOf(facts, 'ruled-invalid')
      .filter(({ data }) => !lifted.has(data.rulingId))
      .map(({ data }) => ({ ending: 'ruled-invalid' as const, at: new Date(data.ruledAt), ground: data.ground })),
    ...factsOf(facts, 'transferred').map(({ data }) => ({ ending: 'transferred' as const, at: new Date(data.transferredAt), ground: null, sentAt: new Date(data.sentAt) })),
    ...factsOf(facts, 'withdrawn').map(({ data }) => ({ ending: 'withdrawn' as const, at: new Date(data.withdrawnAt), ground: null })),
  ]);
}

export const isAnswered = (end: End | null): boolean => end?.ending === 'publicly-answered' || end?.ending === 'privately-answered';
