import { Controller, Inject } from '@nestjs/common';
import { escalationAcknowledged, escalationPassedOn, escalationRaised, escalationWithdrawn, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Escalations } from './escalations.service.js';

@Controller()
export class EscalationHandlers {
  constructor(@Inject(Escalations) private readonly escalations: Escalations) {}

  @OnEvent(escalationRaised)
  async onRaised(events: EventEnvelope<EventData<typeof escalationRaised>>[], { manager }: EventContext): Promise<void> {
    await this.escalations.recordRaised(manager, events);
  }

  @OnEvent(escalationAcknowledged)
  async onAcknowledged(events: EventEnvelope<EventData<typeof escalationAcknowledged>>[], { manager }: EventContext): Promise<void> {
    await this.escalations.recordAcknowledged(manager, events);
  }

  @OnEvent(escalationPassedOn)
  async onPassedOn(events: EventEnvelope<EventData<typeof escalationPassedOn>>[], { manager }: EventContext): Promise<void> {
    await this.escalations.recordPassedOn(manager, events);
  }

  @OnEvent(escalationWithdrawn)
  async onWithdrawn(events: EventEnvelope<EventData<typeof escalationWithdrawn>>[], { manager }: EventContext): Promise<void> {
    await this.escalations.recordWithdrawn(manager, events);
  }
}
