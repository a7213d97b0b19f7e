import { instantSchema, isStorableText, likesSchema, messageKindSchema, prose, storableText, visibilitySchema, withLineFeeds } from '@wenzheng/contracts';
import { z } from 'zod';

/** Text of 1 to `maximum` characters that PostgreSQL and JSON can hold, and that is not blank. */
const filled = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine(isStorableText, { message: 'contains U+0000 or a lone surrogate' })
    .refine((text) => text.trim() !== '', { message: 'is blank' });

/** What people type beside the text: it may be empty, and holds no control character but tab and line ends. */
const typed = (maximum: number) =>
  z.string().overwrite(withLineFeeds).max(maximum).refine(isStorableText, { message: 'contains U+0000 or a lone surrogate' }).refine((text) => !/(?![\t\n\r])\p{Cc}/u.test(text), { message: 'contains control characters' });

export const externalIdSchema = filled(200);

export const attachmentBytesAtMost = 10 * 1024 * 1024;
export const attachmentsAtMost = 9;

export const authorSchema = z.strictObject({
  externalId: filled(200),
  displayName: typed(100).optional(),
  contact: z.strictObject({ phone: storableText(40).optional(), email: storableText(254).optional() }).optional(),
});
export type Author = z.infer<typeof authorSchema>;

/** What a message says of its attachments 附件. Of the kind of file nothing is believed but its bytes. */
export const declaredSchema = z.strictObject({
  externalId: filled(200).describe('the channel’s own id of it, unique in the message'),
  name: typed(200).refine((name) => name.trim() !== '', { message: 'is blank' }),
  contentType: typed(100).optional(),
  size: z.int().min(1).max(attachmentBytesAtMost).optional().describe('bytes; a file of another size is refused'),
});

const attachmentsSchema = z
  .array(declaredSchema)
  .max(attachmentsAtMost)
  .refine((all) => new Set(all.map(({ externalId }) => externalId)).size === all.length, { message: 'two have one externalId' });

/**
 * INTEGRATIONS section 9. Unknown fields are refused, not dropped: a mistyped `visibility` must not make a private
 * letter public.
 */
export const messageBodySchema = z.strictObject({
  externalId: externalIdSchema,
  externalThreadId: filled(200).optional(),
  occurredAt: instantSchema,
  author: authorSchema,
  title: typed(200).optional(),
  text: prose(20_000),
  kind: messageKindSchema.optional(),
  visibility: visibilitySchema.optional(),
  unit: filled(100).optional(),
  attachments: attachmentsSchema.optional().describe('附件: declared here; each one’s bytes are sent to …/attachments/{attachmentExternalId} then'),
  sessionId: filled(100).optional(),
  replyTo: filled(200).optional().describe('追问: externalId of the message that this one asks after, once that is answered'),
  likes: likesSchema.optional().describe('点赞数, on channels that have them; later counts go to …/likes'),
});
export type MessageBody = z.infer<typeof messageBodySchema>;
