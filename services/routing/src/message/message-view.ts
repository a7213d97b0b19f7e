import type { UnitRef } from '@wenzheng/contracts';

export interface MessageRow {
  messageId: string;
  messageNumber: string;
  channel: string;
  registeredAt: Date;
  kind: string | null;
  visibility: string;
  title: string;
  text: string;
  addressedUnit: string | null;
  sessionId: string | null;
  historical: boolean;
  state: string;
  ending: string;
  unitCode: string | null;
  unitName: string | null;
  assignedAt: Date | null;
  assignedBy: string | null;
  returns: number;
  designated: boolean;
  penReason: string | null;
  penDetail: string | null;
  penSince: Date | null;
  penDueAt: Date | null;
  replyDueOn: string | null;
  finalDueOn: string | null;
  dueProvisional: boolean | null;
  overdueSince: Date | null;
  clockClosedAt: Date | null;
  submittedInTime: boolean | null;
  remindedAt: Date | null;
  urgedAt: Date | null;
  escalationLevel: number | null;
  sortKey: string;
}

export interface MessageHistory {
  assignments: { unit: UnitRef; by: string; designated: boolean; reason: string; assignedAt: string }[];
  /** `accepted: false` is a refused attempt at an interview's question, 推诿. */
  returns: { unit: UnitRef; reason: string; suggestedUnit: string | null; returnedAt: string; accepted: boolean }[];
  replies: {
    replyId: string;
    unit: UnitRef;
    text: string;
    interim: boolean;
    source: string;
    submittedAt: string;
    givenAt: string | null;
    review: string;
    decidedAt: string | null;
    reasons: string[];
    path: string | null;
  }[];
  extensions: { extensionId: string; unit: UnitRef; reason: string; newDueOn: string; submittedAt: string; timely: boolean; publishedAt: string | null }[];
  escalations: { level: number; to: string; raisedAt: string; acknowledgedAt: string | null; acknowledgedBy: string | null; withdrawnAt: string | null }[];
}

/** One line of a queue, as it stands at an instant. */
export function summaryView(row: MessageRow, now: Date) {
  return {
    messageId: row.messageId,
    messageNumber: row.messageNumber,
    channel: row.channel,
    registeredAt: row.registeredAt,
    kind: row.kind,
    visibility: row.visibility,
    title: row.title,
    historical: row.historical,
    state: row.state,
    ending: row.ending,
    unit: row.unitCode === null ? null : { code: row.unitCode, name: row.unitName ?? row.unitCode },
    assignedAt: row.assignedAt,
    assignedBy: row.assignedBy,
    returns: row.returns,
    designated: row.designated,
    pen: penOf(row, now),
    deadline: {
      replyDueOn: row.replyDueOn,
      finalDueOn: row.finalDueOn,
      provisional: row.dueProvisional,
      overdueSince: row.overdueSince,
      remindedAt: row.remindedAt,
      urgedAt: row.urgedAt,
      escalationLevel: row.escalationLevel,
      closedAt: row.clockClosedAt,
      submittedInTime: row.submittedInTime,
    },
  };
}

function penOf(row: MessageRow, now: Date) {
  if (row.penReason === null) return null;
  const overdue = row.state === 'pen' && row.penDueAt !== null && row.penDueAt <= now;
  return { reason: row.penReason, detail: row.penDetail, since: row.penSince, dueAt: row.penDueAt, overdue };
}

export function messageView(row: MessageRow, { returns, ...history }: MessageHistory, now: Date) {
  const { addressedUnit, sessionId, text } = row;
  return { ...summaryView(row, now), text, addressedUnit, sessionId, returnHistory: returns, ...history };
}
