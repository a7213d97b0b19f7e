import { idSchema, instantSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf } from '../../message/history.js';

const numbered = z.object({ messageId: idSchema, messageNumber: z.string() });
const numberOf = (table: string): string => `jsonb_build_object('messageId', ${table}.message_id, 'messageNumber', ${table}.message_number)`;

/** 并单, of which this message is one side or the other. */
export const mergeHistory = history(
  z.object({
    mergeId: idSchema,
    message: numbered.describe('the message that was merged'),
    into: numbered.describe('主件: the one that is answered for both'),
    reason: z.string(),
    mergedAt: instantSchema,
    unmergedAt: instantSchema.nullable(),
    unmergeReason: z.string().nullable(),
  }),
  {
    object: `'mergeId', merge_id, 'message', ${numberOf('own')}, 'into', ${numberOf('lead')}, 'reason', reason, 'mergedAt', ${instantOf('merged_at')},
      'unmergedAt', ${instantOf('unmerged_at')}, 'unmergeReason', unmerge_reason`,
    from: 'merge JOIN message AS own ON own.message_id = merge.message_id JOIN message AS lead ON lead.message_id = into_message_id WHERE merge.message_id = $1 OR into_message_id = $1',
    order: 'merged_at, merge_id',
  },
);
