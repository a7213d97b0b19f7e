import {
  channelSchema, dateSchema, endingSchema, idSchema, instantSchema, messageKindSchema, unitRefSchema, visibilitySchema,
} from '@wenzheng/contracts';
import { z } from 'zod';
import { assignedBySchema, penReasonSchema } from '../assignment/assignment.rules.js';
import { messageStates } from './message-state.rules.js';

const stateSchema = z.enum(messageStates).exclude(['unregistered']);

/** One line of a queue. */
export const messageSummarySchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    channel: channelSchema,
    registeredAt: instantSchema,
    kind: messageKindSchema.nullable(),
    visibility: visibilitySchema,
    title: z.string(),
    historical: z.boolean(),
    state: stateSchema,
    ending: endingSchema,
    unit: unitRefSchema.nullable(),
    assignedAt: instantSchema.nullable(),
    assignedBy: assignedBySchema.nullable(),
    returns: z.int(),
    designated: z.boolean(),
    pen: z
      .object({ reason: penReasonSchema, detail: z.string().nullable(), since: instantSchema.nullable(), dueAt: instantSchema.nullable(), overdue: z.boolean() })
      .nullable(),
    deadline: z.object({
      replyDueOn: dateSchema.nullable(),
      finalDueOn: dateSchema.nullable(),
      provisional: z.boolean().nullable(),
      overdueSince: instantSchema.nullable(),
      remindedAt: instantSchema.nullable(),
      urgedAt: instantSchema.nullable(),
      escalationLevel: z.int().nullable(),
      closedAt: instantSchema.nullable(),
      submittedInTime: z.boolean().nullable(),
    }),
  })
  .meta({ id: 'MessageSummary' });
export type MessageSummary = z.infer<typeof messageSummarySchema>;

const historySchema = z.object({
  assignments: z.array(
    z.object({ unit: unitRefSchema, by: assignedBySchema, designated: z.boolean(), reason: z.string(), assignedAt: instantSchema }),
  ),
  returns: z.array(
    z.object({
      unit: unitRefSchema,
      reason: z.string(),
      suggestedUnit: z.string().nullable(),
      returnedAt: instantSchema,
      accepted: z.boolean().describe('false: a refused attempt at an interview’s question, 推诿'),
    }),
  ),
  replies: z.array(
    z.object({
      replyId: idSchema,
      unit: unitRefSchema,
      text: z.string(),
      interim: z.boolean(),
      source: z.enum(['desk', 'import']),
      submittedAt: instantSchema,
      givenAt: instantSchema.nullable(),
      review: z.enum(['in-review', 'published', 'returned']),
      decidedAt: instantSchema.nullable(),
      reasons: z.array(z.string()),
      path: z.string().nullable(),
    }),
  ),
  extensions: z.array(
    z.object({
      extensionId: idSchema,
      unit: unitRefSchema,
      reason: z.string(),
      newDueOn: dateSchema,
      submittedAt: instantSchema,
      timely: z.boolean(),
      publishedAt: instantSchema.nullable(),
    }),
  ),
  escalations: z.array(
    z.object({
      level: z.int(),
      to: z.string(),
      raisedAt: instantSchema,
      acknowledgedAt: instantSchema.nullable(),
      acknowledgedBy: z.string().nullable(),
      withdrawnAt: instantSchema.nullable(),
    }),
  ),
  urgingOrders: z.array(
    z.object({
      urgingOrderId: idSchema,
      number: z.string().describe('文号'),
      title: z.string().describe('事由'),
      unit: unitRefSchema,
      answerBy: dateSchema,
      servedAt: instantSchema,
      outcome: z.enum(['accepted', 'cancelled']).nullable().describe('审结, 撤销'),
      closedAt: instantSchema.nullable(),
    }),
  ),
});
export type MessageHistory = z.infer<typeof historySchema>;

const { returns: returnHistory, ...history } = historySchema.shape;
export const messageSchema = messageSummarySchema
  .extend({ text: z.string(), addressedUnit: z.string().nullable(), sessionId: z.string().nullable(), returnHistory, ...history })
  .meta({ id: 'Message' });

/** As the database gives it. */
export interface MessageRow
  extends Omit<MessageSummary, 'registeredAt' | 'assignedAt' | 'unit' | 'pen' | 'deadline'>,
    Omit<MessageSummary['deadline'], 'provisional' | 'overdueSince' | 'remindedAt' | 'urgedAt' | 'closedAt'> {
  registeredAt: Date;
  text: string;
  addressedUnit: string | null;
  sessionId: string | null;
  unitCode: string | null;
  unitName: string | null;
  assignedAt: Date | null;
  penReason: z.infer<typeof penReasonSchema> | null;
  penDetail: string | null;
  penSince: Date | null;
  penDueAt: Date | null;
  dueProvisional: boolean | null;
  overdueSince: Date | null;
  clockClosedAt: Date | null;
  remindedAt: Date | null;
  urgedAt: Date | null;
  sortKey: string;
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** One line of a queue, as it stands at an instant. */
export function summaryView(row: MessageRow, now: Date): MessageSummary {
  return {
    messageId: row.messageId,
    messageNumber: row.messageNumber,
    channel: row.channel,
    registeredAt: row.registeredAt.toISOString(),
    kind: row.kind,
    visibility: row.visibility,
    title: row.title,
    historical: row.historical,
    state: row.state,
    ending: row.ending,
    unit: row.unitCode === null ? null : { code: row.unitCode, name: row.unitName ?? row.unitCode },
    assignedAt: iso(row.assignedAt),
    assignedBy: row.assignedBy,
    returns: row.returns,
    designated: row.designated,
    pen: penOf(row, now),
    deadline: {
      replyDueOn: row.replyDueOn,
      finalDueOn: row.finalDueOn,
      provisional: row.dueProvisional,
      overdueSince: iso(row.overdueSince),
      remindedAt: iso(row.remindedAt),
      urgedAt: iso(row.urgedAt),
      escalationLevel: row.escalationLevel,
      closedAt: iso(row.clockClosedAt),
      submittedInTime: row.submittedInTime,
    },
  };
}

function penOf(row: MessageRow, now: Date): MessageSummary['pen'] {
  if (row.penReason === null) return null;
  const overdue = row.state === 'pen' && row.penDueAt !== null && row.penDueAt <= now;
  return { reason: row.penReason, detail: row.penDetail, since: iso(row.penSince), dueAt: iso(row.penDueAt), overdue };
}

export function messageView(row: MessageRow, { returns, ...rest }: MessageHistory, now: Date): z.infer<typeof messageSchema> {
  const { addressedUnit, sessionId, text } = row;
  return { ...summaryView(row, now), text, addressedUnit, sessionId, returnHistory: returns, ...rest };
}
