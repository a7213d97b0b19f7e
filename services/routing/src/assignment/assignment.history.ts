import { instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';
import { assignedBySchema } from '../message/message-state.rules.js';

export const assignmentHistory = history(
  z.object({ unit: unitRefSchema, by: assignedBySchema, designated: z.boolean(), reason: z.string(), assignedAt: instantSchema }),
  {
    object: `${unitOf('assignment')}, 'by', by, 'designated', designated, 'reason', reason, 'assignedAt', ${instantOf('assigned_at')}`,
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
