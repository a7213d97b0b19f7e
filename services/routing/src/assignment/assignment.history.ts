import { instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';
import { assignedBySchema } from '../message/message-state.rules.js';

export const assignmentHistory = history(
  z.object({
    unit: unitRefSchema,
    by: assignedBySchema,
    designated: z.boolean(),
    reason: z.string(),
    duty: z.object({ item: z.string(), version: z.int() }).nullable().describe('the item of the duty catalogue that it rests on'),
    assignedAt: instantSchema,
  }),
  {
    object: `${unitOf('assignment')}, 'by', by, 'designated', designated, 'reason', reason,
      'duty', CASE WHEN duty_item IS NOT NULL THEN jsonb_build_object('item', duty_item, 'version', duty_version) END, 'assignedAt', ${instantOf('assigned_at')}`,
    from: 'assignment WHERE message_id = $1',
    order: 'sequence',
  },
);

export const returnHistory = history(
  z.object({
    unit: unitRefSchema,
    reason: z.string(),
    suggestedUnit: z.string().nullable(),
    returnedAt: instantSchema,
    accepted: z.boolean().describe('false: a refused attempt at an interview’s question, 推诿'),
  }),
  {
    object: `${unitOf('message_return')}, 'reason', reason, 'suggestedUnit', suggested_unit, 'returnedAt', ${instantOf('returned_at')}, 'accepted', accepted`,
    from: 'message_return WHERE message_id = $1',
    order: 'returned_at',
  },
);

export const disputeHistory = history(
  z.object({
    disputeId: z.uuid(),
    unit: unitRefSchema,
    reason: z.string(),
    suggestedUnit: z.string().nullable(),
    openedAt: instantSchema,
    dueAt: instantSchema.nullable(),
    outcome: z.enum(['upheld', 'rejected', 'settled']).nullable(),
    rulingReason: z.string().nullable(),
    ruledAt: instantSchema.nullable(),
  }),
  {
    object: `'disputeId', dispute_id, ${unitOf('dispute')}, 'reason', reason, 'suggestedUnit', suggested_unit, 'openedAt', ${instantOf('opened_at')}, 'dueAt', ${instantOf('due_at')},
      'outcome', outcome, 'rulingReason', ruling_reason, 'ruledAt', ${instantOf('ruled_at')}`,
    from: 'dispute WHERE message_id = $1',
    order: 'opened_at',
  },
);
