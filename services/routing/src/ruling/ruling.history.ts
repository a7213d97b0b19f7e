import { dateSchema, idSchema, instantSchema, invalidityGroundSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';

export const rulingProposalHistory = history(
  z.object({
    proposalId: idSchema,
    unit: unitRefSchema,
    ground: invalidityGroundSchema,
    reason: z.string(),
    proposedAt: instantSchema,
    dueAt: instantSchema.nullable(),
    outcome: z.enum(['accepted', 'rejected']).nullable(),
    decisionReason: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
  }),
  {
    object: `'proposalId', proposal_id, ${unitOf('ruling_proposal')}, 'ground', ground, 'reason', reason, 'proposedAt', ${instantOf('proposed_at')}, 'dueAt', ${instantOf('due_at')},
      'outcome', outcome, 'decisionReason', decision_reason, 'decidedAt', ${instantOf('decided_at')}`,
    from: 'ruling_proposal WHERE message_id = $1',
    order: 'proposed_at',
  },
);

export const rulingHistory = history(
  z.object({
    rulingId: idSchema,
    ground: invalidityGroundSchema,
    reason: z.string(),
    guidance: z.string(),
    objectionUntil: dateSchema.nullable(),
    ruledAt: instantSchema,
    lifted: z.boolean().describe('an objection was upheld'),
    objection: z
      .object({
        objectionId: idSchema,
        text: z.string(),
        filedAt: instantSchema,
        dueAt: instantSchema.nullable(),
        outcome: z.enum(['upheld', 'rejected']).nullable(),
        reason: z.string().nullable(),
        decidedAt: instantSchema.nullable(),
      })
      .nullable(),
  }),
  {
    object: `'rulingId', ruling.ruling_id, 'ground', ground, 'reason', ruling.reason, 'guidance', guidance, 'objectionUntil', objection_until, 'ruledAt', ${instantOf('ruled_at')}, 'lifted', lifted,
      'objection', CASE WHEN objection_id IS NOT NULL THEN jsonb_build_object('objectionId', objection_id, 'text', objection.text, 'filedAt', ${instantOf('filed_at')},
        'dueAt', ${instantOf('due_at')}, 'outcome', outcome, 'reason', objection.reason, 'decidedAt', ${instantOf('decided_at')}) END`,
    from: 'ruling LEFT JOIN objection USING (ruling_id) WHERE ruling.message_id = $1',
    order: 'ruled_at',
  },
);
