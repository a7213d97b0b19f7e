import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { attachmentMediaTypeSchema, attachmentRefusals, attendanceSchema, channelSchema, idSchema, instantSchema, invalidityGroundSchema, likesSchema, messageKindSchema, officialSchema, ratingSchema, replyAttachmentSchema, sessionChannelSchema, storableText, unitRefSchema, visibilitySchema } from './vocabulary.js';

/** 受理登记. The only event that carries the citizen's words; contact details travel in no event. */
export const messageRegistered = defineEvent(
  'intake',
  'message.registered',
  z.object({
    messageId: idSchema,
    messageNumber: z.string().min(1).max(40),
    channel: channelSchema,
    /** Day zero of the deadline: the moment of acceptance. */
    registeredAt: instantSchema,
    /** When the citizen wrote it on the channel. */
    occurredAt: instantSchema,
    kind: messageKindSchema.nullable(),
    visibility: visibilitySchema,
    title: storableText(200),
    text: storableText(20_000),
    /** The unit that the citizen addressed, by code or name, if any. */
    addressedUnit: z.string().max(100).nullable(),
    /** Keyed hash of channel and author: counts people without naming them. */
    authorHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** The live session in which it is asked, by the id of its `session.scheduled`. */
    sessionId: z.string().max(100).nullable(),
    /** 追问: the answered message that its writer asks after. */
    followUpTo: idSchema.nullable().optional(),
    /** The channel's own id of the message; absent from what was registered before it was told. */
    externalId: storableText(200).optional(),
    /** Brought in from the past by an import: no holding pen, gate, reminder or urging. */
    historical: z.boolean(),
    /**
     * 甄别: it was held at intake before others were told of it, and `registeredAt` is when it came in, as of every message. With a ruling the information office has
     * decided that it is invalid: routing rules so with the registration.
     */
    screening: z
      .object({
        decidedAt: instantSchema,
        ruling: z.object({ ground: invalidityGroundSchema, reason: storableText(2_000), guidance: storableText(2_000), ruledBy: z.string().min(1).max(255) }).nullable(),
      })
      .optional(),
  }),
  ['routing', 'deadline-supervision', 'publication'],
);

/**
 * How often readers of the channel have liked 点赞 the message. Of several counts the latest `countedAt` holds, of two of one instant the
 * higher, in whatever order they come. Told when the number changes.
 */
export const messageLiked = defineEvent(
  'intake',
  'message.liked',
  z.object({ messageId: idSchema, likes: likesSchema, countedAt: instantSchema }),
  ['deadline-supervision'],
);

/** 撤回 by the writer, with the tracking code: the message ends. */
export const messageWithdrawn = defineEvent(
  'intake',
  'message.withdrawn',
  z.object({ messageId: idSchema, withdrawnAt: instantSchema, reason: storableText(500).nullable() }),
  ['routing', 'deadline-supervision', 'publication'],
);

/** 评价 by the writer, with the tracking code, once. */
export const messageRated = defineEvent(
  'intake',
  'message.rated',
  z.object({
    messageId: idSchema,
    ratingId: idSchema,
    rating: ratingSchema,
    /** The writer's own words: for the information office, never public. */
    reason: storableText(500).nullable(),
    /** Whether somebody had read the writer's contact details before. */
    afterContactReading: z.boolean(),
    ratedAt: instantSchema,
  }),
  ['routing', 'deadline-supervision', 'publication'],
);

/** 异议 of the writer against a ruling of invalidity: once, within ten working days. */
export const objectionFiled = defineEvent(
  'intake',
  'objection.filed',
  z.object({ messageId: idSchema, objectionId: idSchema, rulingId: idSchema, text: storableText(2_000), filedAt: instantSchema }),
  ['routing'],
);

/** 附件: it has been looked at, an image without what its camera wrote into it, and may be given out. Nobody in public sees it before it is released. */
export const attachmentStored = defineEvent(
  'intake',
  'attachment.stored',
  z.object({
    messageId: idSchema,
    attachmentId: idSchema,
    /** As its writer named it, redacted, with the ending of what it is. */
    name: storableText(300),
    mediaType: attachmentMediaTypeSchema,
    size: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    storedAt: instantSchema,
  }),
  ['publication'],
);

/** An officer has looked at it, and the public may read it with its message. Of releases and hidings the latest \`sequence\` holds. */
export const attachmentReleased = defineEvent('intake', 'attachment.released', z.object({ messageId: idSchema, attachmentId: idSchema, releasedAt: instantSchema }), ['publication']);

/** The public may not, or no longer: its page leads there no more. */
export const attachmentHidden = defineEvent('intake', 'attachment.hidden', z.object({ messageId: idSchema, attachmentId: idSchema, hiddenAt: instantSchema }), ['publication']);

/** 答复的附件: it has been looked at. What is kept may be signed with its draft. */
export const replyAttachmentExamined = defineEvent(
  'intake',
  'reply-attachment.examined',
  z.object({
    messageId: idSchema,
    attachmentId: idSchema,
    /** What is kept; null where it is not, with the reason. */
    file: replyAttachmentSchema.omit({ attachmentId: true }).nullable(),
    reason: z.enum(attachmentRefusals).nullable(),
    examinedAt: instantSchema,
  }),
  ['routing'],
);

/** The reply went back through the channel; `deliveryId` is the platform's own id for it, where it gives one. */
export const replyDelivered = defineEvent(
  'intake',
  'reply.delivered',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    channel: channelSchema,
    deliveredAt: instantSchema,
    deliveryId: z.string().max(200).nullable(),
  }),
  ['routing', 'deadline-supervision', 'publication'],
);

/** The channel has refused the reply for good, or every attempt failed; or what had been delivered came back, or was deleted there. */
export const replyDeliveryFailed = defineEvent(
  'intake',
  'reply.delivery-failed',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    channel: channelSchema,
    failedAt: instantSchema,
    attempts: z.int().positive(),
    reason: z.string().max(500),
  }),
  ['routing', 'deadline-supervision', 'publication'],
);

/** 在线访谈 or 网民座谈会, as it was first announced: its day is day zero of what is asked before it and in it. */
export const sessionScheduled = defineEvent(
  'intake',
  'session.scheduled',
  z.object({
    sessionId: idSchema,
    sessionNumber: z.string().min(1).max(40),
    channel: sessionChannelSchema,
    title: storableText(200),
    unit: unitRefSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    scheduledAt: instantSchema,
    /** 主要负责人 who takes part (R15); absent from what was announced before that was asked. */
    principal: officialSchema.nullable().optional(),
    /** Why it was announced later than seven days before; public. */
    shortNoticeReason: storableText(500).nullable().optional(),
  }),
  ['routing', 'deadline-supervision', 'publication'],
);

/** Put off: once, and by so many working days at most as `postponementWorkingDays` says; the reason is public. */
export const sessionPostponed = defineEvent(
  'intake',
  'session.postponed',
  z.object({ sessionId: idSchema, startsAt: instantSchema, endsAt: instantSchema, reason: storableText(500), postponedAt: instantSchema }),
  ['deadline-supervision', 'publication'],
);

/** It will not take place; what was asked until then counts from this day. */
export const sessionCancelled = defineEvent(
  'intake',
  'session.cancelled',
  z.object({ sessionId: idSchema, reason: storableText(500), cancelledAt: instantSchema }),
  ['deadline-supervision', 'publication'],
);

/** It has begun, with the coaching 辅导 of the information office or, without one, with the reason that the public reads (R16). */
export const sessionOpened = defineEvent(
  'intake',
  'session.opened',
  z.object({ sessionId: idSchema, openedAt: instantSchema, coachedAt: instantSchema.nullable(), uncoachedReason: storableText(500).nullable() }),
  ['publication'],
);

/** It took place, and who answered in it: nobody can say so of the principal unless one is recorded (R15). */
export const sessionClosed = defineEvent(
  'intake',
  'session.closed',
  z.object({
    sessionId: idSchema,
    closedAt: instantSchema,
    attendance: attendanceSchema,
    attendedBy: officialSchema,
    /** Why the principal did not come; public. */
    absenceReason: storableText(500).nullable(),
    summary: storableText(5_000).nullable(),
  }),
  ['publication'],
);

export * from './intake/channel-probe.js';
export * from './intake/comments-read-back.js';
export * from './intake/forum.js';
export * from './intake/directory-entry.js';
export * from './intake/interview-plan.js';

/** 提问 in a session: where its host has put it. What is not answered live stays a message with its own deadline. */
export const questionMoved = defineEvent(
  'intake',
  'question.moved',
  z.object({
    sessionId: idSchema,
    messageId: idSchema,
    state: z.enum(['waiting', 'chosen', 'answering', 'merged', 'carried-over', 'not-published']),
    mergedInto: idSchema.nullable(),
    /** Why it is not published; public. */
    reason: storableText(500).nullable(),
    movedAt: instantSchema,
  }),
  ['publication'],
);

/** It was answered live, or the one was with which it is merged: routing makes the unit's reply of it. */
export const questionAnswered = defineEvent(
  'intake',
  'question.answered',
  z.object({
    sessionId: idSchema,
    messageId: idSchema,
    mergedInto: idSchema.nullable(),
    unit: unitRefSchema,
    text: storableText(20_000),
    speaker: officialSchema,
    answeredAt: instantSchema,
  }),
  ['routing', 'publication'],
);
