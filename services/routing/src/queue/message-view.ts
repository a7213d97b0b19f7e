import {
  channelSchema, dateSchema, endingSchema, idSchema, instantSchema, messageKindSchema, unitRefSchema, visibilitySchema,
} from '@wenzheng/contracts';
import { z } from 'zod';
import { assignmentHistory, returnHistory } from '../assignment/assignment.history.js';
import { assignedBySchema, messageStates, penReasonSchema } from '../message/message-state.rules.js';
import { extensionHistory, replyHistory } from '../reply/reply.history.js';
import { escalationHistory, urgingOrderHistory } from '../supervision/supervision.history.js';

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

/** Everything that happened to one message here, each list in order of time. */
const histories = {
  assignments: assignmentHistory,
  returnHistory,
  replies: replyHistory,
  extensions: extensionHistory,
  escalations: escalationHistory,
  urgingOrders: urgingOrderHistory,
};
const historySchema = z.object({
  assignments: z.array(assignmentHistory.line),
  returnHistory: z.array(returnHistory.line),
  replies: z.array(replyHistory.line),
  extensions: z.array(extensionHistory.line),
  escalations: z.array(escalationHistory.line),
  urgingOrders: z.array(urgingOrderHistory.line),
});
export type MessageHistory = z.infer<typeof historySchema>;
export const historySql = `SELECT jsonb_build_object(${Object.entries(histories).map(([name, { sql }]) => `'${name}', ${sql}`).join(', ')}) AS history`;

export const messageSchema = messageSummarySchema
  .extend({ text: z.string(), addressedUnit: z.string().nullable(), sessionId: z.string().nullable(), ...historySchema.shape })
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

export function messageView(row: MessageRow, history: MessageHistory, now: Date): z.infer<typeof messageSchema> {
  const { addressedUnit, sessionId, text } = row;
  return { ...summaryView(row, now), text, addressedUnit, sessionId, ...history };
}
