import { dateSchema, idSchema, instantSchema, replyAttachmentSchema, replyPromiseSchema, replyResultSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';
import { deliveryStates } from './delivery/reply-delivery.entity.js';
import { draftStateSql } from './draft/draft-rows.js';
import { draftKinds, draftStates, signatorySchema } from './sign-off/sign-off.rules.js';

const signed = signatorySchema.omit({ subject: true }).nullable().describe('who signed, and for whom 代签; null for what was imported or taken by releases before');

/** What was submitted, and what publication decided about it. */
export const replyHistory = history(
  z.object({
    replyId: idSchema,
    unit: unitRefSchema,
    text: z.string(),
    interim: z.boolean(),
    source: z.enum(['desk', 'import', 'session']),
    submittedAt: instantSchema,
    givenAt: instantSchema.nullable(),
    review: z.enum(['in-review', 'published', 'returned']),
    decidedAt: instantSchema.nullable(),
    reasons: z.array(z.string()),
    note: z.string().nullable().describe('what the information office wrote to the unit'),
    path: z.string().nullable(),
    corrects: idSchema.nullable().describe('更正: the reply in whose place it stands'),
    supplements: idSchema.nullable().describe('补充: the reply below which it stands'),
    result: replyResultSchema.nullable().describe('what the unit says has come of it'),
    promise: replyPromiseSchema.nullable(),
    fulfils: idSchema.nullable().describe('the reply whose promise it keeps'),
    renews: idSchema.nullable().describe('the renewed handling that it answers'),
    sharedFrom: idSchema.nullable().describe('并单: the reply of the lead that it repeats'),
    attachments: z.array(replyAttachmentSchema).describe('附件 that were signed with it'),
    delivery: z.object({ state: z.enum(deliveryStates), settledAt: instantSchema }).nullable().describe('送达: whether it has reached the writer by the channel, as far as intake has told; what was delivered may come back or be deleted there'),
    signatory: signed,
  }),
  {
    object: `'replyId', reply.reply_id, ${unitOf('reply')}, 'text', text, 'interim', reply.interim, 'source', source,
      'submittedAt', ${instantOf('submitted_at')}, 'givenAt', ${instantOf('nullif(given_at, submitted_at)')},
      'review', coalesce(outcome, 'in-review'), 'decidedAt', ${instantOf('decided_at')}, 'reasons', coalesce(reasons, '{}'), 'note', note, 'path', path,
      'corrects', reply.corrects, 'supplements', reply.supplements, 'result', reply.result, 'fulfils', reply.fulfils, 'renews', reply.renews, 'sharedFrom', shared_from, 'attachments', coalesce(attachments, '[]'),
      'promise', (SELECT jsonb_build_object('text', promise.text, 'dueOn', promise.due_on) FROM promise WHERE promise.reply_id = reply.reply_id),
      'delivery', (SELECT jsonb_build_object('state', reply_delivery.state, 'settledAt', ${instantOf('settled_at')}) FROM reply_delivery WHERE reply_delivery.reply_id = reply.reply_id), 'signatory', signatory - 'subject'`,
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
    signatory: signed,
  }),
  {
    object: `'extensionId', extension_id, ${unitOf('extension')}, 'reason', reason, 'newDueOn', new_due_on,
      'submittedAt', ${instantOf('submitted_at')}, 'timely', timely, 'publishedAt', ${instantOf('published_at')}, 'signatory', signatory - 'subject'`,
    from: 'extension LEFT JOIN extension_notice USING (extension_id) WHERE extension.message_id = $1',
    order: 'submitted_at',
  },
);

/** Drafts: that they are there, and where they stand; their words are read one by one. */
export const draftHistory = history(
  z.object({ draftId: idSchema, unit: unitRefSchema, kind: z.enum(draftKinds), state: z.enum(draftStates), version: z.int(), startedAt: instantSchema, replyId: idSchema.nullable(), paperId: idSchema.nullable() }),
  {
    object: `'draftId', draft_id, ${unitOf('draft')}, 'kind', draft.kind, 'state', ${draftStateSql}, 'version', draft.version, 'startedAt', ${instantOf('started_at')},
      'replyId', reply_id, 'paperId', paper_id`,
    from: 'draft JOIN message USING (message_id) WHERE message_id = $1',
    order: 'started_at, draft_id',
  },
);
