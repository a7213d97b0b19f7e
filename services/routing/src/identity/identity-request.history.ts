import { idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf } from '../message/history.js';

export const identityRequestHistory = history(
  z.object({
    requestId: idSchema,
    unit: unitRefSchema.nullable().describe('null: the information office'),
    requester: z.string().describe('the name of the one person whom it is granted'),
    purpose: z.string(),
    requestedAt: instantSchema,
    dueAt: instantSchema.nullable(),
    decision: z.enum(['granted', 'refused']).nullable(),
    reason: z.string().nullable(),
    decidedBy: z.enum(['information-office', 'supervision-office']).nullable(),
    decidedAt: instantSchema.nullable(),
    until: instantSchema.nullable(),
    endedAt: instantSchema.nullable().describe('before its time: with the post, with the unit’s having the message, or with the message'),
  }),
  {
    object: `'requestId', request_id, 'unit', CASE WHEN unit_code IS NOT NULL THEN jsonb_build_object('code', unit_code, 'name', unit_name) END, 'requester', requester_name, 'purpose', purpose,
      'requestedAt', ${instantOf('requested_at')}, 'dueAt', ${instantOf('due_at')}, 'decision', decision, 'reason', reason, 'decidedBy', decided_by_office, 'decidedAt', ${instantOf('decided_at')}, 'until', ${instantOf('until')}, 'endedAt', ${instantOf('ended_at')}`,
    from: 'identity_request WHERE message_id = $1',
    order: 'requested_at',
  },
);
