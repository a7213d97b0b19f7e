import { channelSchema, dateSchema, idSchema, instantSchema, messageKindSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { orderStates } from '../documents/urging-order/urging-order.rules.js';

/** What an officer of supervision looks at first; history is none of it. */
const countsShape = {
  open: z.int().describe('在办'),
  dueToday: z.int().describe('今天到期, and nothing submitted yet'),
  overdue: z.int().describe('超期'),
  level1: z.int().describe('of these, the highest escalation that stands'),
  level2: z.int(),
  level3: z.int(),
  ordersUnanswered: z.int().describe('督办未反馈: urging orders with the unit, whose answer is still to come'),
  reviewsLate: z.int().describe('审核滞留: submitted in time, and not reviewed within the review’s working days'),
  longestOverdueSince: instantSchema.nullable(),
};

export const boardSchema = z.object({ at: instantSchema, ...countsShape, units: z.int().describe('with something overdue') }).meta({ id: 'Board' });
export const boardUnitSchema = z.object({ unit: unitRefSchema.nullable().describe('null: what waits for a unit'), ...countsShape }).meta({ id: 'BoardUnit' });

export const boardStates = ['due-today', 'overdue', 'review-late'] as const;
export type BoardState = (typeof boardStates)[number];

export const boardMessageSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    matter: z.string().nullable().describe('事由: the title as it may be shown, or why it is not; null: not known'),
    channel: channelSchema,
    kind: messageKindSchema.nullable(),
    unit: unitRefSchema.nullable(),
    dueOn: dateSchema.nullable().describe('the date in force'),
    dueAt: instantSchema.nullable().describe('the end of that day, as it ends for this message'),
    finalDueOn: dateSchema.nullable(),
    overdueSince: instantSchema.nullable(),
    level: z.int().nullable().describe('the highest escalation that stands'),
    urgedAt: instantSchema.nullable().describe('催办'),
    submittedAt: instantSchema.nullable(),
    orders: z.array(z.object({ id: idSchema, number: z.string().nullable(), state: z.enum(orderStates) })).describe('督办单 about it, drafts among them, and none that was cancelled'),
  })
  .meta({ id: 'BoardMessage' });
