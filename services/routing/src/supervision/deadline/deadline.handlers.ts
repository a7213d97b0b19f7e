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

  @OnEvent(deadlineOpened, deadlineMoved)
  onDueDates(events: EventEnvelope<EventData<typeof deadlineOpened | typeof deadlineMoved>>[], { manager }: EventContext): Promise<void> {
    return this.deadlines.recordDueDates(manager, events);
  }

  @OnEvent(deadlineOverdue, deadlineOverdueWithdrawn)
  onOverdue(events: EventEnvelope<EventData<typeof deadlineOverdue | typeof deadlineOverdueWithdrawn>>[], { manager }: EventContext): Promise<void> {
    return this.deadlines.recordOverdue(manager, events);
  }

  @OnEvent(deadlineClosed)
  onClosed(events: EventEnvelope<EventData<typeof deadlineClosed>>[], { manager }: EventContext): Promise<void> {
    return this.deadlines.recordClosed(manager, events);
  }

  @OnEvent(reminderIssued)
  onReminder(events: EventEnvelope<EventData<typeof reminderIssued>>[], { manager }: EventContext): Promise<void> {
    return this.deadlines.recordReminders(manager, events);
  }
}
