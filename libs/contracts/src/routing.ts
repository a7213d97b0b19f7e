import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { dateSchema, idSchema, instantSchema, invalidityGroundSchema, replyAttachmentsSchema, replyPromiseSchema, replyResultSchema, storableText, unitRefSchema } from './vocabulary.js';

/** 分派. A message that has none waits in the holding pen 待分拨. */
export const messageAssigned = defineEvent(
  'routing',
  'message.assigned',
  z.object({
    messageId: idSchema,
    unit: unitRefSchema,
    assignedAt: instantSchema,
    /** `addressed` by the citizen, matched by `remit`, `learned` from what people confirmed, decided by the information `office`, or brought in by an `import`. */
    by: z.enum(['addressed', 'remit', 'learned', 'office', 'import']),
    /** In Chinese, for units and offices: why this unit. No citizen reads it. */
    reason: z.string().max(500),
    /** The item of the duty catalogue 派单目录 that it rests on, in the version of that day. Releases before had none. */
    duty: z.object({ item: z.string().min(1).max(100), version: z.int().positive() }).optional(),
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 退回, within one working day; the message goes back to the holding pen and the clock runs on. */
export const messageReturned = defineEvent(
  'routing',
  'message.returned',
  z.object({
    messageId: idSchema,
    unit: unitRefSchema,
    returnedAt: instantSchema,
    reason: storableText(500),
    suggestedUnit: unitRefSchema.nullable(),
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 指定承办: the information office's final word after a second return. */
export const messageDesignated = defineEvent(
  'routing',
  'message.designated',
  z.object({ messageId: idSchema, unit: unitRefSchema, designatedAt: instantSchema, reason: z.string().max(500) }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 派单异议 of a unit: it goes on handling the message until the information office has ruled, 先办后议. */
export const disputeOpened = defineEvent(
  'routing',
  'dispute.opened',
  z.object({
    messageId: idSchema,
    disputeId: idSchema,
    unit: unitRefSchema,
    reason: storableText(500),
    suggestedUnit: unitRefSchema.nullable(),
    openedAt: instantSchema,
    /** The end of the working day in which the office rules; null where the calendar does not reach. */
    dueAt: instantSchema.nullable(),
  }),
  [],
);

/** `upheld`: another unit gets the message; `rejected`: it stays; `settled`: the message was answered, or has ended, before anybody ruled. */
export const disputeRuled = defineEvent(
  'routing',
  'dispute.ruled',
  z.object({ messageId: idSchema, disputeId: idSchema, unit: unitRefSchema, ruling: z.enum(['upheld', 'rejected', 'settled']), reason: storableText(500), ruledAt: instantSchema }),
  [],
);

/** 主办、协办: which units handle it together; the lead gives the one answer. `firstAsked` is the unit asked in an interview, if another leads. */
export const messageCoHandled = defineEvent(
  'routing',
  'message.co-handled',
  z.object({ messageId: idSchema, lead: unitRefSchema, coUnits: z.array(unitRefSchema).max(20), firstAsked: unitRefSchema.nullable(), decidedAt: instantSchema }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 无效认定 by the information office. `reason` and `guidance` 引导 go to the writer, with how to object until `objectionUntil`. */
export const messageRuledInvalid = defineEvent(
  'routing',
  'message.ruled-invalid',
  z.object({
    messageId: idSchema,
    rulingId: idSchema,
    /** The unit that proposed it; null where the office did so itself. */
    proposedBy: unitRefSchema.nullable(),
    ground: invalidityGroundSchema,
    reason: storableText(2_000),
    guidance: storableText(2_000),
    objectionUntil: dateSchema.nullable(),
    ruledAt: instantSchema,
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** `upheld` lifts the ruling: the message is open again, and its deadline is what it always was. */
export const objectionDecided = defineEvent(
  'routing',
  'objection.decided',
  z.object({ messageId: idSchema, objectionId: idSchema, rulingId: idSchema, outcome: z.enum(['upheld', 'rejected']), reason: storableText(2_000), decidedAt: instantSchema }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 转出 to an office outside, told once that has given its receipt: the message ends. */
export const messageTransferred = defineEvent(
  'routing',
  'message.transferred',
  z.object({
    messageId: idSchema,
    transferId: idSchema,
    to: z.object({ kind: z.enum(['discipline-inspection', 'petition', 'other']), name: z.string().min(1).max(100) }),
    reason: storableText(2_000),
    /** When it was sent there, by which the city is judged. */
    sentAt: instantSchema,
    receipt: z.object({ number: storableText(100), receivedAt: instantSchema }),
    transferredAt: instantSchema,
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/**
 * 并单 (A03): what several people wrote of one matter is handled as one, `into` whose handling it goes. The message keeps number, deadline and answer, and ends by its
 * own answer: a merge ends nothing.
 */
export const messageMerged = defineEvent(
  'routing',
  'message.merged',
  z.object({
    messageId: idSchema,
    mergeId: idSchema,
    into: z.object({ messageId: idSchema, messageNumber: z.string().min(1).max(40) }),
    reason: storableText(500),
    mergedAt: instantSchema,
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 撤销并单: it is handled by itself again. */
export const messageUnmerged = defineEvent(
  'routing',
  'message.unmerged',
  z.object({ messageId: idSchema, mergeId: idSchema, reason: storableText(500), unmergedAt: instantSchema }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** 二次办理 (不满意): the information office orders one renewed handling, once, by `unit`. Its clock is its own, and it is counted apart from the first handling. */
export const renewalOrdered = defineEvent(
  'routing',
  'renewal.ordered',
  z.object({
    messageId: idSchema,
    renewalId: idSchema,
    unit: unitRefSchema,
    /** To the unit, the writer and the public. */
    reason: storableText(500),
    /** Null where the calendar does not reach. */
    dueOn: dateSchema.nullable(),
    orderedAt: instantSchema,
  }),
  ['deadline-supervision', 'publication', 'intake'],
);

/** The office orders no renewed handling, and tells the writer why. */
export const renewalDeclined = defineEvent(
  'routing',
  'renewal.declined',
  z.object({ messageId: idSchema, ratingId: idSchema, reason: storableText(500), declinedAt: instantSchema }),
  ['deadline-supervision', 'publication', 'intake'],
);

/**
 * 身份查阅: a third person has decided whether one person may read who wrote a message. Who wrote a report of wrongdoing is sealed for everybody, who wrote anything else for every
 * unit; a reading is intake's own to keep.
 */
export const identityRequestDecided = defineEvent(
  'routing',
  'identity-request.decided',
  z.object({
    messageId: idSchema,
    requestId: idSchema,
    /** Subject of the access token of the one person who may read. */
    requester: storableText(200),
    /** Whose person that is; null: the information office's. */
    unit: unitRefSchema.nullable(),
    /** For the writer to read. */
    purpose: storableText(500),
    requestedAt: instantSchema,
    decision: z.enum(['granted', 'refused']),
    decidedBy: z.enum(['information-office', 'supervision-office']),
    decidedAt: instantSchema,
    /** Until when it may be read; null where it was refused. */
    until: instantSchema.nullable(),
  }),
  ['intake'],
);

/** What was granted holds no longer, before its time: with the reader's post, with the unit's having the message, or with the message. */
export const identityGrantEnded = defineEvent(
  'routing',
  'identity-grant.ended',
  z.object({ messageId: idSchema, requestId: idSchema, because: z.enum(['post-ended', 'unit-changed', 'message-ended']), endedAt: instantSchema }),
  ['intake'],
);

/** 答复, as the unit submitted it. An `interim` reply 阶段性回复 is published and stops nothing. */
export const replySubmitted = defineEvent(
  'routing',
  'reply.submitted',
  z.object({
    messageId: idSchema,
    replyId: idSchema,
    unit: unitRefSchema,
    text: storableText(20_000),
    interim: z.boolean(),
    /** What the unit is judged by: stamped in the transaction that stored the reply. */
    submittedAt: instantSchema,
    historical: z.boolean(),
    /** 办理结果, as the unit states it: apart from whether it has answered. */
    result: replyResultSchema.nullable().optional(),
    /** 承诺, and by when. */
    promise: replyPromiseSchema.nullable().optional(),
    /** The reply whose promise this supplement keeps. */
    fulfils: idSchema.nullable().optional(),
    /** 更正: the reply in whose place it stands. It moves no deadline. */
    corrects: idSchema.nullable().optional(),
    /** 补充: the reply below which it stands. It moves no deadline. */
    supplements: idSchema.nullable().optional(),
    /** 二次办理: the renewed handling that it answers. It moves no deadline of the message. */
    renews: idSchema.nullable().optional(),
    /** 并单: the message with which it is handled as one, and whose reply this one repeats. */
    sharedWith: z.object({ messageId: idSchema, messageNumber: z.string().min(1).max(40), replyId: idSchema }).nullable().optional(),
    /** 附件 that were signed with it; never their bytes. */
    attachments: replyAttachmentsSchema.optional(),
    /** Soft findings of the gate that the signer answered for. */
    findingReasons: z.array(z.object({ finding: z.string().max(100), reason: storableText(500) })).max(20).optional(),
  }),
  ['publication', 'deadline-supervision'],
);

/** A unit writes a reply with this file, whose bytes it will send to intake. */
export const replyAttachmentDeclared = defineEvent(
  'routing',
  'reply-attachment.declared',
  z.object({ messageId: idSchema, attachmentId: idSchema, unit: unitRefSchema, name: storableText(200), declaredAt: instantSchema }),
  ['intake'],
);

/** The draft goes on without it: its bytes are of no use any more. */
export const replyAttachmentRemoved = defineEvent('routing', 'reply-attachment.removed', z.object({ messageId: idSchema, attachmentId: idSchema, removedAt: instantSchema }), ['intake']);

/** 延期说明: 对确需延长办理时限的帖子，有关部门要在3个工作日内在网上作出说明。 */
export const extensionSubmitted = defineEvent(
  'routing',
  'extension.submitted',
  z.object({
    messageId: idSchema,
    extensionId: idSchema,
    unit: unitRefSchema,
    reason: storableText(2_000),
    newDueOn: dateSchema,
    submittedAt: instantSchema,
  }),
  ['publication', 'deadline-supervision'],
);

/** A unit as the registry now holds it; `removed` units answer nothing any more. */
export const unitChanged = defineEvent(
  'routing',
  'unit.changed',
  z.object({
    unit: unitRefSchema,
    parent: z.string().max(64).nullable(),
    /** 1 for the city itself, growing downwards (R37: at least three levels). */
    level: z.int().positive(),
    /** Numbers the unit publishes; redaction leaves them standing. */
    phones: z.array(z.string().max(40)).max(50),
    removed: z.boolean(),
    /** Whom the registry lists as web admins 网管员 of it, and as their backup, by the subjects of their access tokens. Releases before did not say. */
    webAdmins: z.array(storableText(200)).max(101).optional(),
    /** What people call it beside its name: aliases, then former names. Releases before did not say. */
    otherNames: z.array(storableText(200)).max(100).optional(),
  }),
  ['deadline-supervision', 'publication', 'intake'],
);
