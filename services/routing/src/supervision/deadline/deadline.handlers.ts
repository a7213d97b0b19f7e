import { Controller, Inject } from '@nestjs/common';
import {
  deadlineClosed,
  deadlineMoved,
  deadlineOpened,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  reminderIssued,
  type EventData,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Deadlines } from './deadlines.service.js';

@Controller()
export class DeadlineHandlers {
  constructor(@Inject(Deadlines) private readonly deadlines: Deadlines) {}

  @OnEvent(deadlineOpened)
  async onOpened(events: EventEnvelope<EventData<typeof deadlineOpened>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordDueDates(manager, events);
  }

  @OnEvent(deadlineMoved)
  async onMoved(events: EventEnvelope<EventData<typeof deadlineMoved>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordDueDates(manager, events);
  }

  @OnEvent(deadlineOverdue)
  async onOverdue(events: EventEnvelope<EventData<typeof deadlineOverdue>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordOverdue(manager, events);
  }

  @OnEvent(deadlineOverdueWithdrawn)
  async onOverdueWithdrawn(events: EventEnvelope<EventData<typeof deadlineOverdueWithdrawn>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordOverdue(manager, events);
  }

  @OnEvent(deadlineClosed)
  async onClosed(events: EventEnvelope<EventData<typeof deadlineClosed>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordClosed(manager, events);
  }

  @OnEvent(reminderIssued)
  async onReminder(events: EventEnvelope<EventData<typeof reminderIssued>>[], { manager }: EventContext): Promise<void> {
    await this.deadlines.recordReminders(manager, events);
  }
}
