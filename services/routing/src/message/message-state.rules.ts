import { firstEnd, type Ending, type MessageEnd, type Visibility } from '@wenzheng/contracts';
import { z } from 'zod';
import type { RoutingProblemCode } from '../problems.js';

/** Where a message stands. `unregistered`: only early facts are known of it. */
export const messageStates = ['unregistered', 'holding-pen', 'assigned', 'in-review', 'answered', 'ruled-invalid', 'transferred', 'withdrawn'] as const;
export type MessageState = (typeof messageStates)[number];

/** Why a message waits in the holding pen 待分拨. */
export const holdingPenReasonSchema = z.enum(['report-of-wrongdoing', 'session-unknown', 'no-remit', 'remits-tie', 'unit-without-web-admin', 'unit-without-backup', 'addressed-unit-unknown', 'returned', 'returned-twice', 'ruled-at-intake']);
export type HoldingPenReason = z.infer<typeof holdingPenReasonSchema>;

/** Who or what decided that a unit has it. */
export const assignedBySchema = z.enum(['addressed', 'remit', 'learned', 'office', 'import']);
export type AssignedBy = z.infer<typeof assignedBySchema>;

export interface ReviewFact {
  outcome: 'published' | 'returned';
  interim: boolean | null;
  visibility: Visibility | null;
  sequence: number;
  decidedAt: Date;
}

/** What the state is computed from. Every fact stands for itself; their order of arrival does not matter. */
export interface MessageFacts {
  registered: boolean;
  unitCode: string | null;
  /** Signed replies of ours, with what publication decided about each so far. */
  replies: { interim: boolean; isReviewed: boolean }[];
  reviews: ReviewFact[];
  /** What else ends it, and stands. */
  ends: MessageEnd[];
}

/** 并单 ends nothing, so that nothing is `merged`. */
const stateOfEnding: Record<MessageEnd['ending'], MessageState> = {
  'publicly-answered': 'answered',
  'privately-answered': 'answered',
  'ruled-invalid': 'ruled-invalid',
  merged: 'answered',
  transferred: 'transferred',
  withdrawn: 'withdrawn',
};

/** 有交代: the state and the ending that the facts add up to. An interim reply 阶段性回复 counts for neither. */
export function computeState(facts: MessageFacts): { state: MessageState; ending: Ending } {
  const published = facts.reviews
    .filter((review) => review.outcome === 'published' && review.interim === false)
    .sort((a, b) => a.sequence - b.sequence)[0];
  const answer = published && { ending: published.visibility === 'private' ? ('privately-answered' as const) : ('publicly-answered' as const), at: published.decidedAt };
  const ending = firstEnd([...(answer ? [answer] : []), ...facts.ends])?.ending ?? 'open';
  if (!facts.registered) return { state: 'unregistered', ending };
  if (ending !== 'open') return { state: stateOfEnding[ending], ending };
  if (facts.unitCode === null) return { state: 'holding-pen', ending };
  const isInReview = facts.replies.some((reply) => !reply.interim && !reply.isReviewed);
  return { state: isInReview ? 'in-review' : 'assigned', ending };
}

export const messageActions = ['assign', 'return', 'reply', 'interim-reply', 'extension', 'correction', 'supplement', 'propose-ruling', 'rule', 'decide-objection', 'transfer', 'merge', 'unmerge', 'decide-rating', 'renewed-reply', 'request-identity', 'ask-co-unit'] as const;
export type MessageAction = (typeof messageActions)[number];
type Refusals = Record<MessageAction, RoutingProblemCode | null>;

const all = (code: RoutingProblemCode | null): Refusals => Object.fromEntries(messageActions.map((action) => [action, code])) as Refusals;

/** Of what is not answered nobody says whether that is enough. */
const notAnswered = { 'decide-rating': 'routing.nothing-to-renew', 'renewed-reply': 'routing.no-renewal' } as const;

/** The one table of what may be done in which state; null: nothing stands in the way. */
const refusals: Record<Exclude<MessageState, 'unregistered'>, Refusals> = {
  'holding-pen': { ...all('routing.not-your-unit'), assign: null, rule: null, transfer: null, 'request-identity': null, 'decide-objection': 'routing.nothing-to-decide', merge: 'routing.merge-unassigned', unmerge: null, 'ask-co-unit': 'routing.co-task-unassigned', ...notAnswered },
  assigned: { ...all(null), 'decide-objection': 'routing.nothing-to-decide', ...notAnswered },
  'in-review': { ...all('routing.reply-in-review'), 'interim-reply': null, extension: null, correction: null, supplement: null, 'request-identity': null, 'decide-objection': 'routing.nothing-to-decide', ...notAnswered },
  // A first reply that was wrong never blocks the right one.
  answered: { ...all('routing.already-answered'), correction: null, supplement: null, 'decide-rating': null, 'renewed-reply': null, 'request-identity': null },
  'ruled-invalid': { ...all('routing.ruled-invalid'), 'decide-objection': null, ...notAnswered },
  transferred: { ...all('routing.transferred'), ...notAnswered },
  withdrawn: { ...all('routing.withdrawn'), ...notAnswered },
};

export function refusalOf(action: MessageAction, state: MessageState): RoutingProblemCode | null {
  return state === 'unregistered' ? 'routing.unknown-message' : refusals[state][action];
}
