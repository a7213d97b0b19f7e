import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { dateSchema, idSchema, instantSchema, replyAttachmentsSchema, replyPromiseSchema, replyResultSchema, storableText, unitRefSchema, visibilitySchema } from './vocabulary.js';

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
    /** 办理结果, as the unit states it: apart from whether it has answered. */
    result: replyResultSchema.nullable().optional(),
    /** 承诺, and by when. */
    promise: replyPromiseSchema.nullable().optional(),
    /** The reply whose promise this supplement keeps. */
    fulfils: idSchema.nullable().optional(),
    /** 更正: the reply in whose place it stands. */
    corrects: idSchema.nullable().optional(),
    /** 补充: the reply below which it stands. */
    supplements: idSchema.nullable().optional(),
    /** 二次办理: the renewed handling that it answers. */
    renews: idSchema.nullable().optional(),
    /** 附件 that go with it. */
    attachments: replyAttachmentsSchema.optional(),
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
    /** What the information office wrote to the unit, where a person returned it. */
    note: storableText(500).optional(),
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

/** The reply waits for a person of the information office 审核; each finding is a stable code of the gate's rules. */
export const replyHeld = defineEvent(
  'publication',
  'reply.held',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    unit: unitRefSchema,
    heldAt: instantSchema,
    /** By when the office decides; null where the calendar does not reach. */
    dueAt: instantSchema.nullable(),
    findings: z.array(z.string().max(100)).max(20),
  }),
  [],
);

/** How a message stands in public from now on: `held` while its content is being looked at, `taken-down` 撤下 by the information office. The latest `sequence` holds. */
export const messageVisibilityChanged = defineEvent(
  'publication',
  'message.visibility-changed',
  z.object({ messageId: idSchema, visibility: z.enum(['public', 'private', 'held', 'taken-down']), reason: z.string().max(100), changedAt: instantSchema }),
  ['deadline-supervision', 'intake'],
);

/** 隐去: a part of what was public reads otherwise from now on; whoever keeps a text of it puts this in its place. The latest `sequence` of a part holds. */
export const textHidden = defineEvent(
  'publication',
  'text.hidden',
  z.object({
    messageId: idSchema,
    part: z.enum(['title', 'text', 'reply', 'promise', 'extension-notice', 'decision', 'guidance']),
    /** Of the reply, whose promise it may be, the notice or the decision; null for the message's own title and text. */
    partId: idSchema.nullable(),
    text: storableText(40_000),
    hiddenAt: instantSchema,
  }),
  ['deadline-supervision', 'intake'],
);
