import { Controller, Inject } from '@nestjs/common';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Registration } from './registration.service.js';

@Controller()
export class RegistrationHandlers {
  constructor(@Inject(Registration) private readonly registration: Registration) {}

  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext): Promise<void> {
    await this.registration.register(manager, events);
  }
}
