import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { dateSchema, idSchema, instantSchema, storableText, unitRefSchema } from './vocabulary.js';

/** 分派. A message that has none waits in the holding pen 待分拨. */
export const messageAssigned = defineEvent(
  'routing',
  'message.assigned',
  z.object({
    messageId: idSchema,
    unit: unitRefSchema,
    assignedAt: instantSchema,
    /** `addressed` by the citizen, matched by `remit`, decided by the information `office`, or brought in by an `import`. */
    by: z.enum(['addressed', 'remit', 'office', 'import']),
    /** In Chinese, for units and offices: why this unit. No citizen reads it. */
    reason: z.string().max(500),
  }),
  ['deadline-supervision', 'publication'],
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
  ['deadline-supervision', 'publication'],
);

/** 指定承办: the information office's final word after a second return. */
export const messageDesignated = defineEvent(
  'routing',
  'message.designated',
  z.object({ messageId: idSchema, unit: unitRefSchema, designatedAt: instantSchema, reason: z.string().max(500) }),
  ['deadline-supervision', 'publication'],
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
  }),
  ['publication', 'deadline-supervision'],
);

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
  }),
  ['deadline-supervision', 'publication', 'intake'],
);
