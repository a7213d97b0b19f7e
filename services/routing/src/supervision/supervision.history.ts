import { dateSchema, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf } from '../message/history.js';

/** The level of a message's escalations that stand, in a statement about `message`. */
export const escalationLevelSql = '(SELECT max(level) FROM escalation WHERE escalation.message_id = message.message_id AND withdrawn_at IS NULL)';

export const escalationHistory = history(
  z.object({
    level: z.int(),
    to: z.string(),
    raisedAt: instantSchema,
    acknowledgedAt: instantSchema.nullable(),
    acknowledgedBy: z.string().nullable(),
    withdrawnAt: instantSchema.nullable(),
  }),
  {
    object: `'level', level, 'to', raised_to, 'raisedAt', ${instantOf('raised_at')}, 'acknowledgedAt', ${instantOf('acknowledged_at')},
      'acknowledgedBy', acknowledged_by, 'withdrawnAt', ${instantOf('withdrawn_at')}`,
    from: 'escalation WHERE message_id = $1 AND level IS NOT NULL',
    order: 'raised_at, level',
  },
);

export const urgingOrderHistory = history(
  z.object({
    urgingOrderId: idSchema,
    number: z.string().describe('文号'),
    title: z.string().describe('事由'),
    unit: unitRefSchema,
    answerBy: dateSchema,
    servedAt: instantSchema,
    outcome: z.enum(['accepted', 'cancelled']).nullable().describe('审结, 撤销'),
    closedAt: instantSchema.nullable(),
  }),
  {
    object: `'urgingOrderId', urging_order_id, 'number', number, 'title', title, 'unit', unit, 'answerBy', answer_by,
      'servedAt', ${instantOf('served_at')}, 'outcome', outcome, 'closedAt', ${instantOf('closed_at')}`,
    from: 'urging_order WHERE message_id = $1 AND number IS NOT NULL',
    order: 'served_at, urging_order_id',
  },
);
