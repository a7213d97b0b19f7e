import { dateSchema, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';

/** What was submitted, and what publication decided about it. */
export const replyHistory = history(
  z.object({
    replyId: idSchema,
    unit: unitRefSchema,
    text: z.string(),
    interim: z.boolean(),
    source: z.enum(['desk', 'import']),
    submittedAt: instantSchema,
    givenAt: instantSchema.nullable(),
    review: z.enum(['in-review', 'published', 'returned']),
    decidedAt: instantSchema.nullable(),
    reasons: z.array(z.string()),
    note: z.string().nullable().describe('what the information office wrote to the unit'),
    path: z.string().nullable(),
  }),
  {
    object: `'replyId', reply.reply_id, ${unitOf('reply')}, 'text', text, 'interim', reply.interim, 'source', source,
      'submittedAt', ${instantOf('submitted_at')}, 'givenAt', ${instantOf('nullif(given_at, submitted_at)')},
      'review', coalesce(outcome, 'in-review'), 'decidedAt', ${instantOf('decided_at')}, 'reasons', coalesce(reasons, '{}'), 'note', note, 'path', path`,
    from: `reply LEFT JOIN review USING (reply_id) WHERE reply.message_id = $1 AND state = 'submitted'`,
    order: 'submitted_at, reply.reply_id',
  },
);

export const extensionHistory = history(
  z.object({
    extensionId: idSchema,
    unit: unitRefSchema,
    reason: z.string(),
    newDueOn: dateSchema,
    submittedAt: instantSchema,
    timely: z.boolean(),
    publishedAt: instantSchema.nullable(),
  }),
  {
    object: `'extensionId', extension_id, ${unitOf('extension')}, 'reason', reason, 'newDueOn', new_due_on,
      'submittedAt', ${instantOf('submitted_at')}, 'timely', timely, 'publishedAt', ${instantOf('published_at')}`,
    from: 'extension LEFT JOIN extension_notice USING (extension_id) WHERE extension.message_id = $1',
    order: 'submitted_at',
  },
);
