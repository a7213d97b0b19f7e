import { Controller, Inject } from '@nestjs/common';
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
} from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { factOf } from './facts.rules.js';
import { ProjectionService } from './projection.service.js';

type Events<Definition extends EventDefinition> = EventEnvelope<EventData<Definition>>[];

@Controller()
export class ProjectionHandlers {
  constructor(@Inject(ProjectionService) private readonly projection: ProjectionService) {}

  @OnEvent(messageRegistered)
  onRegistered(events: Events<typeof messageRegistered>, { manager }: EventContext): Promise<void> {
    const registrations = events.map(({ data }) => ({ ...data, registeredAt: new Date(data.registeredAt) }));
    return this.projection.receive(manager, { facts: events.map(factOf), registrations });
  }

  @OnEvent(replySubmitted)
  onReplySubmitted(events: Events<typeof replySubmitted>, { manager }: EventContext): Promise<void> {
    const replies = events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt), corrects: data.corrects ?? null, supplements: data.supplements ?? null, result: data.result ?? null, promise: data.promise ?? null, fulfils: data.fulfils ?? null, renews: data.renews ?? null, sharedWith: data.sharedWith?.messageId ?? null, attachments: data.attachments ?? null }));
    return this.projection.receive(manager, { facts: events.map(factOf), replies });
  }

  @OnEvent(extensionSubmitted)
  onExtensionSubmitted(events: Events<typeof extensionSubmitted>, { manager }: EventContext): Promise<void> {
    const notices = events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt) }));
    return this.projection.receive(manager, { facts: events.map(factOf), notices });
  }

  @OnEvent(messageRuledInvalid)
  onRuledInvalid(events: Events<typeof messageRuledInvalid>, { manager }: EventContext): Promise<void> {
    const decisions = events.map(({ data }) => ({ decisionId: data.rulingId, messageId: data.messageId, reason: data.reason, guidance: data.guidance }));
    return this.projection.receive(manager, { facts: events.map(factOf), decisions });
  }

  @OnEvent(objectionDecided)
  onObjectionDecided(events: Events<typeof objectionDecided>, { manager }: EventContext): Promise<void> {
    const decisions = events.map(({ data }) => ({ decisionId: data.objectionId, messageId: data.messageId, reason: data.reason, guidance: null }));
    return this.projection.receive(manager, { facts: events.map(factOf), decisions });
  }

  @OnEvent(messageTransferred)
  onTransferred(events: Events<typeof messageTransferred>, { manager }: EventContext): Promise<void> {
    const decisions = events.map(({ data }) => ({ decisionId: data.transferId, messageId: data.messageId, reason: data.reason, guidance: null }));
    return this.projection.receive(manager, { facts: events.map(factOf), decisions });
  }

  @OnEvent(renewalOrdered)
  onRenewalOrdered(events: Events<typeof renewalOrdered>, { manager }: EventContext): Promise<void> {
    const decisions = events.map(({ data }) => ({ decisionId: data.renewalId, messageId: data.messageId, reason: data.reason, guidance: null }));
    return this.projection.receive(manager, { facts: events.map(factOf), decisions });
  }

  @OnEvent(renewalDeclined)
  onRenewalDeclined(events: Events<typeof renewalDeclined>, { manager }: EventContext): Promise<void> {
    const decisions = events.map(({ data }) => ({ decisionId: data.ratingId, messageId: data.messageId, reason: data.reason, guidance: null }));
    return this.projection.receive(manager, { facts: events.map(factOf), decisions });
  }

  @OnEvent(
    messageAssigned, messageReturned, messageDesignated, replyDelivered, replyDeliveryFailed, deadlineOpened, deadlineMoved, deadlineOverdue, deadlineOverdueWithdrawn,
    deadlineClosed, reminderIssued, escalationRaised, escalationWithdrawn, escalationAcknowledged, urgingOrderServed,
    messageWithdrawn, messageRated, messageCoHandled, messageMerged, messageUnmerged, attachmentStored, attachmentReleased, attachmentHidden,
  )
  onFact(events: EventEnvelope<{ messageId: string }>[], { manager }: EventContext): Promise<void> {
    return this.projection.receive(manager, { facts: events.map(factOf) });
  }
}
