import { instantSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf } from '../message/history.js';

export const withdrawalHistory = history(z.object({ withdrawnAt: instantSchema, reason: z.string().nullable() }), {
  object: `'withdrawnAt', ${instantOf('withdrawn_at')}, 'reason', reason`,
  from: 'withdrawal WHERE message_id = $1',
  order: 'withdrawn_at',
});
