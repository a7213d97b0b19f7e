import { Controller, Inject } from '@nestjs/common';
import {
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
  messageDesignated,
  messageRegistered,
  messageReturned,
  reminderIssued,
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
    const replies = events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt) }));
    return this.projection.receive(manager, { facts: events.map(factOf), replies });
  }

  @OnEvent(extensionSubmitted)
  onExtensionSubmitted(events: Events<typeof extensionSubmitted>, { manager }: EventContext): Promise<void> {
    const notices = events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt) }));
    return this.projection.receive(manager, { facts: events.map(factOf), notices });
  }

  @OnEvent(
    messageAssigned, messageReturned, messageDesignated, replyDelivered, replyDeliveryFailed, deadlineOpened, deadlineMoved, deadlineOverdue, deadlineOverdueWithdrawn,
    deadlineClosed, reminderIssued, escalationRaised, escalationWithdrawn, escalationAcknowledged, urgingOrderServed,
  )
  onFact(events: EventEnvelope<{ messageId: string }>[], { manager }: EventContext): Promise<void> {
    return this.projection.receive(manager, { facts: events.map(factOf) });
  }
}
