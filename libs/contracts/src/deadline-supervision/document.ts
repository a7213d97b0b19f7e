import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { dateSchema, idSchema, instantSchema, storableText, unitRefSchema } from '../vocabulary.js';

/** 督办单, served on a unit; once for each message that it covers. Its 事由 is an officer's, never a citizen's words. */
export const urgingOrderServed = defineEvent(
  'deadline-supervision',
  'urging-order.served',
  z.object({
    urgingOrderId: idSchema,
    messageId: idSchema,
    /** 文号 */
    number: z.string().max(60),
    title: storableText(200),
    /** 主办 and 协办 */
    unit: unitRefSchema,
    coUnits: z.array(unitRefSchema).max(20),
    answerBy: dateSchema,
    servedAt: instantSchema,
  }),
  ['routing', 'publication'],
);

/** 审结 or 撤销: the unit need do nothing more about it. */
export const urgingOrderClosed = defineEvent(
  'deadline-supervision',
  'urging-order.closed',
  z.object({ urgingOrderId: idSchema, messageId: idSchema, outcome: z.enum(['accepted', 'cancelled']), closedAt: instantSchema }),
  ['routing'],
);

/** 移送 to the inspection bureau, once for each message; its 卷宗 can be held against the digest for ever. */
export const referralMade = defineEvent(
  'deadline-supervision',
  'referral.made',
  z.object({
    referralId: idSchema,
    messageId: idSchema,
    /** 文号 */
    number: z.string().max(60),
    unit: unitRefSchema,
    /** SHA-256, in hexadecimal. */
    dossierDigest: z.string().length(64),
    signedAt: instantSchema,
  }),
  [],
);
