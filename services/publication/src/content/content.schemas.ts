import { channelSchema, idSchema, messageKindSchema, prose } from '@wenzheng/contracts';
import { allowedActionSchema, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { hiddenParts } from '../redaction/hiding.entity.js';

const instant = z.iso.datetime({ offset: true });
const reason = prose(500);
export const contents = ['shown', 'private', 'held', 'taken-down'] as const;

export const numberSchema = z.string().min(1).max(40);
export const actSchema = z.strictObject({ reason });
export const contentSchema = z.object({ messageNumber: z.string(), content: z.enum(contents) }).meta({ id: 'MessageContent' });

const cursorPattern = /^(?:\d{4}-\d{2}-\d{2}T[\d:.]+Z|infinity)_[0-9a-f-]{36}$/;
export const contentReviewListSchema = z.object({ state: z.enum(['waiting', 'decided']).default('waiting'), ...pageQuery(z.string().regex(cursorPattern), { limit: 50, atMost: 200 }) });

export const decisions = ['publish', 'keep-private', 'take-down'] as const;
export const contentActs = [...decisions, 'privacy', 'restoration'] as const;
export type ContentAct = (typeof contentActs)[number];
export const contentReviewSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    channel: channelSchema,
    kind: messageKindSchema.nullable(),
    registeredAt: instant,
    historical: z.boolean().describe('of the past, and brought in by an import'),
    content: z.enum(contents),
    title: z.string().nullable().describe('redacted'),
    text: z.string().nullable().describe('redacted'),
    harms: z.array(z.object({ code: z.string(), words: z.string(), quotes: z.array(z.string()).describe('the words that led to it') })),
    openedAt: instant,
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    decision: z.enum(decisions).nullable(),
    allowedActions: z.array(allowedActionSchema('AllowedContentAction', contentActs)).describe('decisions of the review, and what may be done about its content whenever'),
  })
  .meta({ id: 'ContentReview' });
export const contentDecisionSchema = z.strictObject({ decision: z.enum(decisions), reason });

export const hidingListSchema = z.object(pageQuery(idSchema, { limit: 50, atMost: 200 }));
export const hidingRequestSchema = z
  .strictObject({
    part: z.enum(hiddenParts),
    partId: idSchema.optional().describe('of the reply, whose promise it is too, of the extension notice or the decision'),
    from: z.int().min(0).max(40_000).optional().describe('of the shown text, in UTF-16 code units'),
    to: z.int().min(1).max(40_000).optional(),
    text: prose(2_000).optional().describe('hidden wherever it stands in the part'),
    reason,
  })
  .refine(({ text, from, to }) => (text === undefined) === (from !== undefined && to !== undefined && from < to), { message: 'give text, or from and to', path: ['text'] })
  .refine(({ part, partId }) => (partId === undefined) === (part === 'title' || part === 'text'), { message: 'goes with a reply, promise, extension notice or decision', path: ['partId'] });
export const hidingSchema = z
  .object({
    hidingId: idSchema,
    messageNumber: z.string(),
    part: z.enum(hiddenParts),
    partId: idSchema.nullable(),
    words: z.string().describe('what is hidden, redacted'),
    reason: z.string(),
    hiddenAt: instant,
    liftedAt: instant.nullable(),
  })
  .meta({ id: 'Hiding' });
