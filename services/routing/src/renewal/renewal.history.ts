import { dateSchema, idSchema, instantSchema, ratingSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';

/** 评价, without the writer's words: those are the information office's, in its queue. */
export const ratingHistory = history(
  z.object({ ratingId: idSchema, rating: ratingSchema, ratedAt: instantSchema, outcome: z.enum(['ordered', 'declined']).nullable(), decisionReason: z.string().nullable(), decidedAt: instantSchema.nullable() }),
  {
    object: `'ratingId', rating_id, 'rating', rating, 'ratedAt', ${instantOf('rated_at')}, 'outcome', outcome, 'decisionReason', decision_reason, 'decidedAt', ${instantOf('decided_at')}`,
    from: 'rating WHERE message_id = $1',
    order: 'rated_at',
  },
);

export const renewalHistory = history(
  z.object({ renewalId: idSchema, unit: unitRefSchema, reason: z.string(), dueOn: dateSchema.nullable(), orderedAt: instantSchema }),
  { object: `'renewalId', renewal_id, ${unitOf('renewal')}, 'reason', reason, 'dueOn', due_on, 'orderedAt', ${instantOf('ordered_at')}`, from: 'renewal WHERE message_id = $1', order: 'ordered_at' },
);
