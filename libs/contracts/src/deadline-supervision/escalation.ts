import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, idSchema, instantSchema, unitRefSchema } from '../vocabulary.js';

/** Whom an escalation is addressed to; the information office 信息办 first where the message waits for a unit. */
const officeSchema = z.enum(['information-office', 'supervision-office', 'inspection-bureau']);

/**
 * 上报督查: level 1 and 2 to the supervision office, level 3 to the inspection bureau. Without a unit level 1 goes to the information
 * office, which assigns, and the others to the supervision office: the inspection bureau supervises units.
 */
export const escalationRaised = defineEvent(
  'deadline-supervision',
  'escalation.raised',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    messageNumber: z.string().max(40),
    channel: channelSchema,
    unit: unitRefSchema.nullable(),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    to: officeSchema,
    replyDueOn: dateSchema,
    finalDueOn: dateSchema.nullable(),
    raisedAt: instantSchema,
    /** What was not seen to, where that raised it and not the clock: 督办单 not acknowledged or answered, 重大问题 not reported, 二次办理 not answered. */
    cause: z.object({ kind: z.enum(['urging-order', 'major-matter', 'renewal']), id: idSchema }).optional(),
  }),
  ['routing', 'publication'],
);

export const escalationAcknowledged = defineEvent(
  'deadline-supervision',
  'escalation.acknowledged',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    acknowledgedAt: instantSchema,
    acknowledgedBy: z.string().max(200),
  }),
  ['routing', 'publication'],
);

/** An office did not acknowledge it in time: it is addressed to the next one now. */
export const escalationPassedOn = defineEvent(
  'deadline-supervision',
  'escalation.passed-on',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    from: officeSchema,
    to: officeSchema,
    passedOnAt: instantSchema,
  }),
  ['routing'],
);

/** Timely evidence withdrew the overdue that this escalation rests on: nobody need act on it any more. */
export const escalationWithdrawn = defineEvent(
  'deadline-supervision',
  'escalation.withdrawn',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    withdrawnAt: instantSchema,
  }),
  ['routing', 'publication'],
);
