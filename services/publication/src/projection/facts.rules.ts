import {
  attachmentHidden,
  attachmentReleased,
  attachmentStored,
  deadlineClosed,
  deadlineMoved,
  deadlineOpened,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  escalationAcknowledged,
  escalationRaised,
  escalationWithdrawn,
  extensionSubmitted,
  messageAssigned,
  messageCoHandled,
  messageDesignated,
  messageMerged,
  messageRated,
  messageRegistered,
  messageReturned,
  messageRuledInvalid,
  messageTransferred,
  messageUnmerged,
  messageWithdrawn,
  objectionDecided,
  reminderIssued,
  renewalDeclined,
  renewalOrdered,
  replyDelivered,
  replyDeliveryFailed,
  replySubmitted,
  urgingOrderServed,
  type EventData,
  type EventDefinition,
  type EventEnvelope,
  type ServiceName,
  type UnitRef,
} from '@wenzheng/contracts';

/** What some service has told of a message, cut down to what may be public. */
export interface Fact {
  messageId: string;
  owner: ServiceName;
  /** The owner's version of the message: facts count in this order, whatever order they come in. */
  sequence: number;
  type: FactType;
  at: Date;
  data: FactData;
}

export const factTypes = [
  'registered', 'assigned', 'returned', 'designated', 'reply-submitted', 'extension-submitted', 'reply-delivered',
  'reply-delivery-failed', 'deadline-opened', 'deadline-moved', 'overdue', 'overdue-withdrawn', 'closed', 'urging',
  'reminder', 'escalated', 'escalation-withdrawn', 'acknowledged', 'urging-order', 'ruled-invalid', 'objection-decided', 'transferred',
  'withdrawn', 'rated', 'co-handled', 'merged', 'unmerged', 'renewal-ordered', 'renewal-declined',
  'attachment-stored', 'attachment-released', 'attachment-hidden',
] as const;
export type FactType = (typeof factTypes)[number];

export interface FactData {
  unit?: UnitRef | null;
  replyId?: string;
  extensionId?: string;
  interim?: boolean;
  /** 更正, 补充: which reply. */
  corrects?: string;
  supplements?: string;
  /** Absent from what was told before it was kept. */
  escalationId?: string;
  level?: 1 | 2 | 3;
  /** Whom an escalation is addressed to. */
  to?: EventData<typeof escalationRaised>['to'];
  replyDueOn?: string | null;
  finalDueOn?: string | null;
  provisional?: boolean;
  noticeDueOn?: string | null | undefined;
  closeOfBusiness?: string | undefined;
  dayZero?: string | undefined;
  unextendedDueOn?: string | null | undefined;
  /** Why a date moved; what was not seen to, where that and not the deadline is why an office was told. */
  cause?: EventData<typeof deadlineMoved>['cause'] | NonNullable<EventData<typeof escalationRaised>['cause']>['kind'] | undefined;
  policyVersion?: string;
  publishedInTime?: boolean | null;
  calendarVersion?: string | undefined;
  /** 文号, or the receipt's. */
  number?: string;
  /** How the deadline ended. */
  ending?: EventData<typeof deadlineClosed>['ending'];
  /** Of a ruling, an objection's decision or a transfer; its words stand in `decision`. */
  decisionId?: string;
  rulingId?: string;
  ground?: EventData<typeof messageRuledInvalid>['ground'];
  objectionUntil?: string | null;
  outcome?: EventData<typeof objectionDecided>['outcome'];
  transferredTo?: EventData<typeof messageTransferred>['to'];
  coUnits?: readonly UnitRef[];
  firstAsked?: UnitRef | null;
  sentAt?: string;
  receivedAt?: string;
  /** 二次办理, and by when. */
  renews?: string;
  dueOn?: string | null;
  /** 并单: the message with which it is handled as one. */
  into?: string;
  rating?: EventData<typeof messageRated>['rating'];
  attachmentId?: string;
  /** Of a file: redacted, and shown to the public once it is released. */
  name?: string;
  mediaType?: EventData<typeof attachmentStored>['mediaType'];
  size?: number;
}

type Reading = Pick<Fact, 'type' | 'data'> & { at: string };
type Reader = (data: never, time: string) => Reading;

const reads = <Data extends { messageId: string }>(definition: EventDefinition<Data>, read: (data: Data, time: string) => Reading): [EventDefinition, Reader] => [definition, read];

type Dates = Pick<EventData<typeof deadlineMoved>, 'replyDueOn' | 'finalDueOn' | 'provisional' | 'noticeDueOn' | 'closeOfBusiness' | 'dayZero'>;

const datesOf = ({ replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero }: Dates): Dates => ({ replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero });

/** Of each event what may be known of it: its instant, and no words of anybody. */
const readers: readonly [EventDefinition, Reader][] = [
  reads(messageRegistered, ({ registeredAt }) => ({ type: 'registered', at: registeredAt, data: {} })),
  reads(messageAssigned, ({ assignedAt, unit }) => ({ type: 'assigned', at: assignedAt, data: { unit } })),
  reads(messageReturned, ({ returnedAt, unit }) => ({ type: 'returned', at: returnedAt, data: { unit } })),
  reads(messageDesignated, ({ designatedAt, unit }) => ({ type: 'designated', at: designatedAt, data: { unit } })),
  reads(replySubmitted, ({ submittedAt, unit, replyId, interim, corrects, supplements, renews }) =>
    ({ type: 'reply-submitted', at: submittedAt, data: { unit, replyId, interim, ...(corrects && { corrects }), ...(supplements && { supplements }), ...(renews && { renews }) } })),
  reads(extensionSubmitted, ({ submittedAt, unit, extensionId }) => ({ type: 'extension-submitted', at: submittedAt, data: { unit, extensionId } })),
  reads(replyDelivered, ({ deliveredAt, replyId }) => ({ type: 'reply-delivered', at: deliveredAt, data: { replyId } })),
  reads(replyDeliveryFailed, ({ failedAt, replyId }) => ({ type: 'reply-delivery-failed', at: failedAt, data: { replyId } })),
  reads(deadlineOpened, ({ registeredAt, policyVersion, calendarVersion, ...dates }) => ({ type: 'deadline-opened', at: registeredAt, data: { ...datesOf(dates), policyVersion, calendarVersion } })),
  reads(deadlineMoved, ({ unextendedDueOn, cause, ...dates }, time) => ({ type: 'deadline-moved', at: time, data: { ...datesOf(dates), unextendedDueOn, cause } })),
  reads(deadlineOverdue, ({ overdueSince, unit }) => ({ type: 'overdue', at: overdueSince, data: { unit } })),
  reads(deadlineOverdueWithdrawn, ({ withdrawnAt }) => ({ type: 'overdue-withdrawn', at: withdrawnAt, data: {} })),
  reads(deadlineClosed, ({ closedAt, ending, publishedInTime, calendarVersion }) => ({ type: 'closed', at: closedAt, data: { ending, publishedInTime, calendarVersion } })),
  reads(reminderIssued, ({ issuedAt, step, unit, renewalId }) => ({ type: step === 'urging' ? 'urging' : 'reminder', at: issuedAt, data: { unit, ...(renewalId && { renews: renewalId }) } })),
  reads(escalationRaised, ({ raisedAt, escalationId, level, to, cause }) => ({ type: 'escalated', at: raisedAt, data: { escalationId, level, to, cause: cause?.kind } })),
  reads(escalationWithdrawn, ({ withdrawnAt, escalationId, level }) => ({ type: 'escalation-withdrawn', at: withdrawnAt, data: { escalationId, level } })),
  reads(escalationAcknowledged, ({ acknowledgedAt }) => ({ type: 'acknowledged', at: acknowledgedAt, data: {} })),
  reads(messageRuledInvalid, ({ ruledAt, rulingId, proposedBy, ground, objectionUntil }) => ({ type: 'ruled-invalid', at: ruledAt, data: { decisionId: rulingId, unit: proposedBy, ground, objectionUntil } })),
  reads(objectionDecided, ({ decidedAt, objectionId, rulingId, outcome }) => ({ type: 'objection-decided', at: decidedAt, data: { decisionId: objectionId, rulingId, outcome } })),
  reads(messageTransferred, ({ transferredAt, transferId, to, sentAt, receipt }) => ({
    type: 'transferred', at: transferredAt, data: { decisionId: transferId, transferredTo: to, sentAt, number: receipt.number, receivedAt: receipt.receivedAt },
  })),
  reads(messageCoHandled, ({ decidedAt, lead, coUnits, firstAsked }) => ({ type: 'co-handled', at: decidedAt, data: { unit: lead, coUnits, firstAsked } })),
  reads(renewalOrdered, ({ orderedAt, renewalId, unit, dueOn }) => ({ type: 'renewal-ordered', at: orderedAt, data: { decisionId: renewalId, unit, dueOn } })),
  reads(renewalDeclined, ({ declinedAt, ratingId }) => ({ type: 'renewal-declined', at: declinedAt, data: { decisionId: ratingId } })),
  reads(messageMerged, ({ mergedAt, into }) => ({ type: 'merged', at: mergedAt, data: { into: into.messageId } })),
  reads(messageUnmerged, ({ unmergedAt }) => ({ type: 'unmerged', at: unmergedAt, data: {} })),
  reads(messageWithdrawn, ({ withdrawnAt }) => ({ type: 'withdrawn', at: withdrawnAt, data: {} })),
  reads(messageRated, ({ ratedAt, rating }) => ({ type: 'rated', at: ratedAt, data: { rating } })),
  reads(attachmentStored, ({ storedAt, attachmentId, name, mediaType, size }) => ({ type: 'attachment-stored', at: storedAt, data: { attachmentId, name, mediaType, size } })),
  reads(attachmentReleased, ({ releasedAt, attachmentId }) => ({ type: 'attachment-released', at: releasedAt, data: { attachmentId } })),
  reads(attachmentHidden, ({ hiddenAt, attachmentId }) => ({ type: 'attachment-hidden', at: hiddenAt, data: { attachmentId } })),
  // Of an urging order 督办单 its number and date are public, and nothing else.
  reads(urgingOrderServed, ({ servedAt, number }) => ({ type: 'urging-order', at: servedAt, data: { number } })),
];

const readerOf = new Map(readers.map(([{ subject }, read]) => [subject, read]));

/** @throws RangeError for an event about no message */
export function factOf(event: EventEnvelope<{ messageId: string }>): Fact {
  const read = readerOf.get(event.type);
  if (!read) throw new RangeError(`not an event about a message: ${event.type}`);
  const { type, at, data } = read(event.data as never, event.time);
  const owner = event.type.slice(0, event.type.indexOf('.')) as ServiceName;
  return { messageId: event.data.messageId, owner, sequence: event.sequence, type, at: new Date(at), data };
}

/** The owner's own order of events. */
export const inSequence = (facts: readonly Fact[], owner: ServiceName): Fact[] =>
  facts.filter((fact) => fact.owner === owner).sort((a, b) => a.sequence - b.sequence);
