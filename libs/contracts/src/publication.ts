import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { dateSchema, idSchema, instantSchema, unitRefSchema, visibilitySchema } from './vocabulary.js';

/** The reply can be read: by everyone, or for a private message with number and code. `text` is the redacted projection. */
export const replyPublished = defineEvent(
  'publication',
  'reply.published',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    unit: unitRefSchema,
    visibility: visibilitySchema,
    interim: z.boolean(),
    submittedAt: instantSchema,
    publishedAt: instantSchema,
    /** Path of the public page, below the portal's address. */
    path: z.string().max(200),
    text: z.string().max(40_000),
    historical: z.boolean(),
  }),
  ['routing', 'deadline-supervision', 'intake'],
);

/** The gate sent the reply back; each reason is a stable code of the gate's rules. */
export const replyReturned = defineEvent(
  'publication',
  'reply.returned',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    unit: unitRefSchema,
    returnedAt: instantSchema,
    reasons: z.array(z.string().max(100)).min(1).max(20),
  }),
  ['routing', 'deadline-supervision'],
);

/** The notice is public; an extension takes effect here, and is judged by when it was submitted. */
export const extensionNoticePublished = defineEvent(
  'publication',
  'extension-notice.published',
  z.object({
    messageId: idSchema,
    extensionId: idSchema,
    unit: unitRefSchema,
    reason: z.string().max(4_000),
    newDueOn: dateSchema,
    submittedAt: instantSchema,
    publishedAt: instantSchema,
  }),
  ['routing', 'deadline-supervision', 'intake'],
);
