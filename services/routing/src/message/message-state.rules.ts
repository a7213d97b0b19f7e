import type { Ending, Visibility } from '@wenzheng/contracts';
import { z } from 'zod';
import type { RoutingProblemCode } from '../problems.js';

/** Where a message stands. `unregistered`: only early facts are known of it. */
export const messageStates = ['unregistered', 'holding-pen', 'assigned', 'in-review', 'answered'] as const;
export type MessageState = (typeof messageStates)[number];

/** Why a message waits in the holding pen 待分拨. */
export const holdingPenReasonSchema = z.enum(['report-of-wrongdoing', 'no-remit', 'remits-tie', 'unit-without-web-admin', 'returned', 'returned-twice']);
export type HoldingPenReason = z.infer<typeof holdingPenReasonSchema>;

/** Who or what decided that a unit has it. */
export const assignedBySchema = z.enum(['addressed', 'remit', 'office', 'import']);
export type AssignedBy = z.infer<typeof assignedBySchema>;

export interface ReviewFact {
  outcome: 'published' | 'returned';
  interim: boolean | null;
  visibility: Visibility | null;
  sequence: number;
}

/** What the state is computed from. Every fact stands for itself; their order of arrival does not matter. */
export interface MessageFacts {
  registered: boolean;
  unitCode: string | null;
  /** Signed replies of ours, with what publication decided about each so far. */
  replies: { interim: boolean; isReviewed: boolean }[];
  reviews: ReviewFact[];
}

/** 有交代: the state and the ending that the facts add up to. An interim reply 阶段性回复 counts for neither. */
export function computeState(facts: MessageFacts): { state: MessageState; ending: Ending } {
  const published = facts.reviews
    .filter((review) => review.outcome === 'published' && review.interim === false)
    .sort((a, b) => a.sequence - b.sequence)[0];
  const ending = !published ? 'open' : published.visibility === 'private' ? 'privately-answered' : 'publicly-answered';
  if (!facts.registered) return { state: 'unregistered', ending };
  if (published) return { state: 'answered', ending };
  if (facts.unitCode === null) return { state: 'holding-pen', ending };
  const isInReview = facts.replies.some((reply) => !reply.interim && !reply.isReviewed);
  return { state: isInReview ? 'in-review' : 'assigned', ending };
}

export type MessageAction = 'assign' | 'return' | 'reply' | 'interim-reply' | 'extend';

/** The one table of what may be done in which state; null: nothing stands in the way. */
const refusals: Record<Exclude<MessageState, 'unregistered'>, Record<MessageAction, RoutingProblemCode | null>> = {
  'holding-pen': {
    assign: null,
    return: 'routing.not-your-unit',
    reply: 'routing.not-your-unit',
    'interim-reply': 'routing.not-your-unit',
    extend: 'routing.not-your-unit',
  },
  assigned: { assign: null, return: null, reply: null, 'interim-reply': null, extend: null },
  'in-review': {
    assign: 'routing.reply-in-review',
    return: 'routing.reply-in-review',
    reply: 'routing.reply-in-review',
    'interim-reply': null,
    extend: null,
  },
  answered: {
    assign: 'routing.already-answered',
    return: 'routing.already-answered',
    reply: 'routing.already-answered',
    'interim-reply': 'routing.already-answered',
    extend: 'routing.already-answered',
  },
};

export function refusalOf(action: MessageAction, state: MessageState): RoutingProblemCode | null {
  return state === 'unregistered' ? 'routing.unknown-message' : refusals[state][action];
}
