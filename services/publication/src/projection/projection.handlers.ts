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
import { factOf, type FactData, type FactType } from './facts.rules.js';
import { ProjectionService } from './projection.service.js';

type Events<Definition extends EventDefinition> = EventEnvelope<EventData<Definition>>[];

@Controller()
export class ProjectionHandlers {
  constructor(@Inject(ProjectionService) private readonly projection: ProjectionService) {}

  @OnEvent(messageRegistered)
  async onRegistered(events: Events<typeof messageRegistered>, { manager }: EventContext): Promise<void> {
    await this.projection.receive(manager, {
      facts: events.map((event) => factOf(event, 'registered', event.data.registeredAt)),
      registrations: events.map(({ data }) => ({ ...data, registeredAt: new Date(data.registeredAt) })),
    });
  }

  @OnEvent(replySubmitted)
  async onReplySubmitted(events: Events<typeof replySubmitted>, { manager }: EventContext): Promise<void> {
    await this.projection.receive(manager, {
      facts: events.map((event) => {
        const { unit, replyId, interim, submittedAt } = event.data;
        return factOf(event, 'reply-submitted', submittedAt, { unit, replyId, interim });
      }),
      replies: events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt) })),
    });
  }

  @OnEvent(extensionSubmitted)
  async onExtensionSubmitted(events: Events<typeof extensionSubmitted>, { manager }: EventContext): Promise<void> {
    await this.projection.receive(manager, {
      facts: events.map((event) =>
        factOf(event, 'extension-submitted', event.data.submittedAt, { unit: event.data.unit, extensionId: event.data.extensionId }),
      ),
      notices: events.map(({ data }) => ({ ...data, submittedAt: new Date(data.submittedAt) })),
    });
  }

  @OnEvent(messageAssigned)
  onAssigned(events: Events<typeof messageAssigned>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'assigned', (data) => [data.assignedAt, { unit: data.unit, reason: data.reason }]);
  }

  @OnEvent(messageReturned)
  onReturned(events: Events<typeof messageReturned>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'returned', (data) => [data.returnedAt, { unit: data.unit, reason: data.reason }]);
  }

  @OnEvent(messageDesignated)
  onDesignated(events: Events<typeof messageDesignated>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'designated', (data) => [data.designatedAt, { unit: data.unit, reason: data.reason }]);
  }

  @OnEvent(replyDelivered)
  onDelivered(events: Events<typeof replyDelivered>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'reply-delivered', (data) => [data.deliveredAt, { replyId: data.replyId }]);
  }

  @OnEvent(replyDeliveryFailed)
  onDeliveryFailed(events: Events<typeof replyDeliveryFailed>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'reply-delivery-failed', (data) => [data.failedAt, { replyId: data.replyId }]);
  }

  @OnEvent(deadlineOpened)
  onOpened(events: Events<typeof deadlineOpened>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'deadline-opened', (data) => {
      const { registeredAt, replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero, policyVersion, calendarVersion } = data;
      return [registeredAt, { replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero, policyVersion, calendarVersion }];
    });
  }

  @OnEvent(deadlineMoved)
  onMoved(events: Events<typeof deadlineMoved>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'deadline-moved', ({ replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero, cause }, event) => [
      event.time,
      { replyDueOn, finalDueOn, provisional, noticeDueOn, closeOfBusiness, dayZero, cause },
    ]);
  }

  @OnEvent(deadlineOverdue)
  onOverdue(events: Events<typeof deadlineOverdue>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'overdue', (data) => [data.overdueSince, { unit: data.unit }]);
  }

  @OnEvent(deadlineOverdueWithdrawn)
  onOverdueWithdrawn(events: Events<typeof deadlineOverdueWithdrawn>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'overdue-withdrawn', (data) => [data.withdrawnAt, {}]);
  }

  @OnEvent(deadlineClosed)
  onClosed(events: Events<typeof deadlineClosed>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'closed', (data) => [data.closedAt, {}]);
  }

  @OnEvent(reminderIssued)
  onReminder(events: Events<typeof reminderIssued>, { manager }: EventContext): Promise<void> {
    return this.projection.receive(manager, {
      facts: events.map((event) =>
        factOf(event, event.data.step === 'urging' ? 'urging' : 'reminder', event.data.issuedAt, { unit: event.data.unit }),
      ),
    });
  }

  @OnEvent(escalationRaised)
  onEscalated(events: Events<typeof escalationRaised>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'escalated', (data) => [data.raisedAt, { level: data.level }]);
  }

  @OnEvent(escalationWithdrawn)
  onEscalationWithdrawn(events: Events<typeof escalationWithdrawn>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'escalation-withdrawn', (data) => [data.withdrawnAt, { level: data.level }]);
  }

  @OnEvent(escalationAcknowledged)
  onAcknowledged(events: Events<typeof escalationAcknowledged>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'acknowledged', (data) => [data.acknowledgedAt, {}]);
  }

  /** Of an urging order 督办单 its number and date are public, and nothing else. */
  @OnEvent(urgingOrderServed)
  onUrgingOrder(events: Events<typeof urgingOrderServed>, context: EventContext): Promise<void> {
    return this.keep(events, context, 'urging-order', (data) => [data.servedAt, { number: data.number }]);
  }

  private keep<Data extends { messageId: string }>(
    events: EventEnvelope<Data>[],
    { manager }: EventContext,
    type: FactType,
    read: (data: Data, event: EventEnvelope<Data>) => [at: string, data: FactData],
  ): Promise<void> {
    return this.projection.receive(manager, {
      facts: events.map((event) => {
        const [at, data] = read(event.data, event);
        return factOf(event, type, at, data);
      }),
    });
  }
}
