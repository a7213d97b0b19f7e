import { channelSchema, dateSchema, idSchema, instantSchema, messageKindSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { allowedActionSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { actSchema } from '../document/acts.js';
import { climbSteps } from './delivery/climb.rules.js';
import { objections, orderActions, orderStates } from './urging-order.rules.js';

export const orderOrigins = ['office', 'ladder', 'hot-issue'] as const;
export type OrderOrigin = (typeof orderOrigins)[number];

const unitCode = storableText(64).min(1);
const unique = <T>(values: T[]): boolean => new Set(values).size === values.length;

/** What an officer writes of an order; it may be unfinished until it is signed. */
export const draftSchema = z.strictObject({
  title: prose(200).describe('事由'),
  unit: unitCode.nullable().default(null).describe('主送: code of the unit'),
  coUnits: z.array(unitCode).max(20).refine(unique, { message: 'names a unit twice' }).default([]).describe('协办'),
  messageIds: z.array(idSchema).max(200).refine(unique, { message: 'names a message twice' }).default([]),
  basis: prose(1_000).default('淮府办〔2011〕118号文件关于督察督办的规定').describe('依据'),
  instruction: prose(1_000).nullable().default(null).describe('领导批示'),
  requirement: prose(2_000).default('请认真核查、依法办理，按时答复留言人，并将办理情况书面反馈。').describe('办理要求'),
  answerBy: dateSchema.nullable().default(null).describe('反馈时限; without it 3 working days from the signature'),
  contact: prose(200).nullable().default(null).describe('联系人'),
  copies: z.array(prose(100)).max(20).default([]).describe('抄送'),
});
export type Draft = z.output<typeof draftSchema>;

export const answerResults = ['resolved', 'partly-resolved', 'explained', 'cannot-be-resolved'] as const;
/** 办理反馈 */
export const answerSchema = z.strictObject({
  process: prose(2_000).describe('落实过程'),
  situation: prose(4_000).describe('基本情况'),
  result: z.enum(answerResults).describe('办理结果: 解决、部分解决、解释说明、无法解决'),
  next: prose(2_000).nullable().default(null).describe('下一步'),
});

/** One message on the order, with its three dates: what is kept at the signature. */
const keptItemSchema = z.object({
  messageId: idSchema,
  messageNumber: z.string(),
  channel: channelSchema,
  kind: messageKindSchema.nullable(),
  registeredOn: dateSchema.describe('受理'),
  dueOn: dateSchema.nullable().describe('应答复'),
  finalDueOn: dateSchema.nullable().describe('最迟答复'),
  provisional: z.boolean(),
  daysOverdue: z.int().nullable().describe('超期第几个工作日; null while it is not overdue'),
});
export type KeptItem = z.infer<typeof keptItemSchema>;
const orderItemSchema = keptItemSchema.extend({ matter: z.string().nullable().describe('事由: its title, as it may be shown; null where it is not known') });
export type OrderItem = z.infer<typeof orderItemSchema>;

export const orderSummarySchema = z
  .object({
    id: idSchema,
    state: z.enum(orderStates),
    number: z.string().nullable().describe('文号, from the signature on'),
    origin: z.object({ kind: z.enum(orderOrigins), id: idSchema.nullable() }),
    title: z.string(),
    unit: unitRefSchema.nullable(),
    coUnits: z.array(unitRefSchema),
    messageIds: z.array(idSchema),
    answerBy: dateSchema.nullable(),
    signatory: z.string().nullable(),
    signedAt: instantSchema.nullable(),
    draftedAt: instantSchema,
    serveAt: instantSchema.nullable().describe('sent off outside working hours: when it will be served'),
    servedAt: instantSchema.nullable(),
    acknowledgedAt: instantSchema.nullable(),
    answeredAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    objection: z.enum(objections).nullable(),
    climbed: z.array(z.enum(climbSteps)),
  })
  .meta({ id: 'UrgingOrderSummary' });

export const orderSchema = orderSummarySchema
  .extend({
    basis: z.string(),
    instruction: z.string().nullable(),
    requirement: z.string(),
    contact: z.string().nullable(),
    copies: z.array(z.string()),
    items: z.array(orderItemSchema).describe('事项表: as it stands now, from the signature on as it was signed'),
    answer: answerSchema.extend({ next: z.string().nullable() }).nullable().describe('办理反馈, the last one'),
    history: z.array(actSchema),
    allowedActions: z.array(allowedActionSchema('AllowedUrgingOrderAction', orderActions)),
  })
  .meta({ id: 'UrgingOrder' });
