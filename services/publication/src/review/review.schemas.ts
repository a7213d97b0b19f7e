import { channelSchema, prose, replyAttachmentsAtMost, replyAttachmentsSchema, unitRefSchema } from '@wenzheng/contracts';
import { allowedActionSchema, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { reviewModes } from '../publishing/review-policy.entity.js';

const instant = z.iso.datetime({ offset: true });
const reason = prose(500);

export const findingSchema = z.object({
  code: z.string(),
  weight: z.enum(['hard', 'soft']),
  words: z.string().describe('in Chinese, for who wrote it'),
  quote: z.string().nullable().describe('the words that it rests on'),
});

export const reviewStates = ['held', 'published', 'returned'] as const;
const cursorPattern = /^(?:\d{4}-\d{2}-\d{2}T[\d:.]+Z|infinity)_[0-9a-f-]{36}$/;
export const reviewListSchema = z.object({ state: z.enum(reviewStates).default('held'), ...pageQuery(z.string().regex(cursorPattern), { limit: 50, atMost: 200 }) });

export const reviewDecisions = ['publish', 'return'] as const;
export const reviewSchema = z
  .object({
    replyId: z.uuid(),
    messageNumber: z.string(),
    title: z.string().nullable().describe('null where the message is not public'),
    channel: channelSchema,
    unit: unitRefSchema,
    text: z.string(),
    interim: z.boolean(),
    attachments: replyAttachmentsSchema.describe('附件: intake gives them out'),
    submittedAt: instant,
    heldAt: instant,
    dueAt: instant.nullable().describe('the end of the working day that review takes; null where the calendar does not reach'),
    overdue: z.boolean(),
    findings: z.array(z.object({ code: z.string(), words: z.string(), reason: z.string().nullable().describe('what the signer said to it') })),
    state: z.enum(reviewStates),
    allowedActions: z.array(allowedActionSchema('AllowedReviewAction', reviewDecisions)),
  })
  .meta({ id: 'Review' });

export const decisionSchema = z.strictObject({ decision: z.enum(reviewDecisions), reason });
export const decidedSchema = z.object({ replyId: z.uuid(), messageNumber: z.string(), state: z.enum(['published', 'returned']) }).meta({ id: 'ReviewDecision' });

export const policySchema = z.object({ channel: channelSchema, review: z.enum(reviewModes) }).meta({ id: 'ReviewPolicy' });
export const policyChangeSchema = z.strictObject({ review: z.enum(reviewModes), reason });

export const checkSchema = z.strictObject({ messageNumber: z.string().min(1).max(40), text: prose(20_000), attachments: z.int().min(0).max(replyAttachmentsAtMost).default(0).describe('how many 附件 go with it') });
export const checkedSchema = z.object({ findings: z.array(findingSchema) }).meta({ id: 'ReplyCheck' });
