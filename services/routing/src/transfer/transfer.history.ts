import { idSchema, instantSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf } from '../message/history.js';

export const transferHistory = history(
  z.object({
    transferId: idSchema,
    to: z.object({ kind: z.string(), name: z.string() }),
    reason: z.string(),
    sentAt: instantSchema,
    receiptDueAt: instantSchema.nullable(),
    receipt: z.object({ number: z.string(), receivedAt: instantSchema }).nullable(),
    transferredAt: instantSchema.nullable(),
  }),
  {
    object: `'transferId', transfer_id, 'to', jsonb_build_object('kind', to_kind, 'name', to_name), 'reason', reason, 'sentAt', ${instantOf('sent_at')}, 'receiptDueAt', ${instantOf('due_at')},
      'receipt', CASE WHEN transferred_at IS NOT NULL THEN jsonb_build_object('number', receipt_number, 'receivedAt', ${instantOf('received_at')}) END, 'transferredAt', ${instantOf('transferred_at')}`,
    from: 'transfer WHERE message_id = $1',
    order: 'sent_at',
  },
);
