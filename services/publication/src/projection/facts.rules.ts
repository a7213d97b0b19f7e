import type { EventEnvelope, ServiceName, UnitRef } from '@wenzheng/contracts';

/** What some service said about a message, cut down to what may be public: no words that are not redacted. */
export interface Fact {
  messageId: string;
  owner: ServiceName;
  /** The owner's version of the message; the fold goes by it, never by arrival. */
  sequence: number;
  type: FactType;
  at: Date;
  data: FactData;
}

export const factTypes = [
  'registered', 'assigned', 'returned', 'designated', 'reply-submitted', 'extension-submitted', 'reply-delivered',
  'reply-delivery-failed', 'deadline-opened', 'deadline-moved', 'overdue', 'overdue-withdrawn', 'closed', 'urging',
  'reminder', 'escalated', 'escalation-withdrawn', 'acknowledged', 'urging-order',
] as const;
export type FactType = (typeof factTypes)[number];

export interface FactData {
  unit?: UnitRef | null;
  reason?: string;
  replyId?: string;
  extensionId?: string;
  interim?: boolean;
  level?: 1 | 2 | 3;
  replyDueOn?: string | null;
  finalDueOn?: string | null;
  provisional?: boolean;
  noticeDueOn?: string | null | undefined;
  closeOfBusiness?: string | undefined;
  dayZero?: string | undefined;
  unextendedDueOn?: string | null | undefined;
  cause?: 'extension' | 'calendar' | 'policy' | 'session';
  policyVersion?: string;
  calendarVersion?: string;
  /** 文号 */
  number?: string;
}

export function factOf<Data extends { messageId: string }>(
  event: EventEnvelope<Data>,
  type: FactType,
  at: string,
  data: FactData = {},
): Fact {
  const owner = event.type.slice(0, event.type.indexOf('.')) as ServiceName;
  return { messageId: event.data.messageId, owner, sequence: event.sequence, type, at: new Date(at), data };
}

/** The owner's own order of events. */
export const inSequence = (facts: readonly Fact[], owner: ServiceName): Fact[] =>
  facts.filter((fact) => fact.owner === owner).sort((a, b) => a.sequence - b.sequence);
