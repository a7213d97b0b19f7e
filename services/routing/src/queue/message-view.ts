import {
  channelSchema, dateSchema, endingSchema, idSchema, instantSchema, messageKindSchema, unitRefSchema, visibilitySchema,
} from '@wenzheng/contracts';
import { z } from 'zod';
import { allowedActionSchema, type AllowedAction } from './allowed-actions.js';
import { assignmentHistory, disputeHistory, returnHistory } from '../assignment/assignment.history.js';
import { assignedBySchema, messageStates, holdingPenReasonSchema } from '../message/message-state.rules.js';
import { coTaskHistory } from '../co-handling/co-task.history.js';
import { dueAtOf } from '../message/due-date.rules.js';
import { identityRequestHistory } from '../identity/identity-request.history.js';
import { draftHistory, extensionHistory, replyHistory } from '../reply/reply.history.js';
import { mergeHistory } from '../reply/merge/merge.history.js';
import { ratingHistory, renewalHistory } from '../renewal/renewal.history.js';
import { rulingHistory, rulingProposalHistory } from '../ruling/ruling.history.js';
import { escalationHistory, urgingOrderHistory } from '../supervision/supervision.history.js';
import { transferHistory } from '../transfer/transfer.history.js';
import { withdrawalHistory } from '../writer/writer.history.js';

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
    inSignOff: z.boolean().describe('已送审: a paper of the unit about it waits for 审核、签发'),
    returns: z.int(),
    designated: z.boolean(),
    firstAsked: unitRefSchema.nullable().describe('首问单位: in whose interview or forum it was asked; it stays answerable for telling the writer'),
    mergedInto: z.object({ messageId: idSchema, messageNumber: z.string() }).nullable().describe('并单: the message with which it is handled as one, and answered'),
    holdingPen: z
      .object({ reason: holdingPenReasonSchema, detail: z.string().nullable(), since: instantSchema.nullable(), dueAt: instantSchema.nullable(), overdue: z.boolean() })
      .nullable(),
    deadline: z.object({
      replyDueOn: dateSchema.nullable(),
      replyDueAt: instantSchema.nullable().describe('the end of that day, as it ends for this message'),
      finalDueOn: dateSchema.nullable(),
      finalDueAt: instantSchema.nullable(),
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
  drafts: draftHistory,
  disputes: disputeHistory,
  replies: replyHistory,
  extensions: extensionHistory,
  escalations: escalationHistory,
  urgingOrders: urgingOrderHistory,
  rulingProposals: rulingProposalHistory,
  rulings: rulingHistory,
  transfers: transferHistory,
  merges: mergeHistory,
  ratings: ratingHistory,
  renewals: renewalHistory,
  identityRequests: identityRequestHistory,
  coTasks: coTaskHistory,
  withdrawals: withdrawalHistory,
};
const historySchema = z.object({
  assignments: z.array(assignmentHistory.line),
  returnHistory: z.array(returnHistory.line),
  drafts: z.array(draftHistory.line),
  disputes: z.array(disputeHistory.line),
  replies: z.array(replyHistory.line),
  extensions: z.array(extensionHistory.line),
  escalations: z.array(escalationHistory.line),
  urgingOrders: z.array(urgingOrderHistory.line),
  rulingProposals: z.array(rulingProposalHistory.line),
  rulings: z.array(rulingHistory.line),
  transfers: z.array(transferHistory.line),
  merges: z.array(mergeHistory.line),
  ratings: z.array(ratingHistory.line),
  renewals: z.array(renewalHistory.line),
  identityRequests: z.array(identityRequestHistory.line),
  coTasks: z.array(coTaskHistory.line),
  withdrawals: z.array(withdrawalHistory.line),
});
export type MessageHistory = z.infer<typeof historySchema>;

/** For a unit that takes part 协办单位: what is asked of itself; the lead's drafts and what others were asked are not its own. */
export const seenByCoUnit = (history: MessageHistory, unit: string | null): MessageHistory =>
  ({ ...history, drafts: [], identityRequests: [], coTasks: history.coTasks.filter((task) => task.unit.code === unit) });

export const historySql = `SELECT jsonb_build_object(${Object.entries(histories).map(([name, { sql }]) => `'${name}', ${sql}`).join(', ')}) AS history`;

export const messageSchema = messageSummarySchema
  .extend({ text: z.string(), addressedUnit: z.string().nullable(), sessionId: z.string().nullable(), followUpTo: idSchema.nullable().describe('追问 of that message'), ...historySchema.shape, allowedActions: z.array(allowedActionSchema) })
  .meta({ id: 'Message' });

/** As the database gives it. */
export interface MessageRow
  extends Omit<MessageSummary, 'registeredAt' | 'assignedAt' | 'unit' | 'firstAsked' | 'holdingPen' | 'deadline'>,
    Omit<MessageSummary['deadline'], 'replyDueAt' | 'finalDueAt' | 'provisional' | 'overdueSince' | 'remindedAt' | 'urgedAt' | 'closedAt'> {
  registeredAt: Date;
  text: string;
  addressedUnit: string | null;
  sessionId: string | null;
  followUpTo: string | null;
  unitCode: string | null;
  firstAsked: string | null;
  renewalUnit: string | null;
  unitName: string | null;
  firstAskedName: string | null;
  assignedAt: Date | null;
  holdingPenReason: z.infer<typeof holdingPenReasonSchema> | null;
  holdingPenDetail: string | null;
  holdingPenSince: Date | null;
  holdingPenDueAt: Date | null;
  closeOfBusiness: string | null;
  dueProvisional: boolean | null;
  overdueSince: Date | null;
  deadlineClosedAt: Date | null;
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
    inSignOff: row.inSignOff,
    returns: row.returns,
    designated: row.designated,
    firstAsked: row.firstAsked === null ? null : { code: row.firstAsked, name: row.firstAskedName ?? row.firstAsked },
    mergedInto: row.mergedInto,
    holdingPen: holdingPenOf(row, now),
    deadline: {
      replyDueOn: row.replyDueOn,
      replyDueAt: dueAtOf(row.replyDueOn, row.closeOfBusiness),
      finalDueOn: row.finalDueOn,
      finalDueAt: dueAtOf(row.finalDueOn, row.closeOfBusiness),
      provisional: row.dueProvisional,
      overdueSince: iso(row.overdueSince),
      remindedAt: iso(row.remindedAt),
      urgedAt: iso(row.urgedAt),
      escalationLevel: row.escalationLevel,
      // What a ruling closed is open again once an objection was upheld.
      closedAt: row.ending === 'open' ? null : iso(row.deadlineClosedAt),
      submittedInTime: row.ending === 'open' ? null : row.submittedInTime,
    },
  };
}

function holdingPenOf(row: MessageRow, now: Date): MessageSummary['holdingPen'] {
  if (row.holdingPenReason === null) return null;
  const overdue = row.state === 'holding-pen' && row.holdingPenDueAt !== null && row.holdingPenDueAt <= now;
  return { reason: row.holdingPenReason, detail: row.holdingPenDetail, since: iso(row.holdingPenSince), dueAt: iso(row.holdingPenDueAt), overdue };
}

export function messageView(row: MessageRow, history: MessageHistory, allowedActions: AllowedAction[], now: Date): z.infer<typeof messageSchema> {
  const { addressedUnit, sessionId, followUpTo, text } = row;
  return { ...summaryView(row, now), text, addressedUnit, sessionId, followUpTo, ...history, allowedActions };
}
