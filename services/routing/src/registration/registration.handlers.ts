import { Controller, Inject } from '@nestjs/common';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { InOneStatement, OnEvent, type EventContext, type OneStatementContext } from '@wenzheng/messaging';
import { Registration } from './registration.service.js';

type Registered = EventEnvelope<EventData<typeof messageRegistered>>;

@Controller()
export class RegistrationHandlers {
  constructor(@Inject(Registration) private readonly registration: Registration) {}

  @InOneStatement(messageRegistered)
  onUnknown(events: Registered[], { manager }: OneStatementContext): Promise<string[]> {
    return this.registration.registerUnknown(manager, events);
  }

  @OnEvent(messageRegistered)
  onRegistered(events: Registered[], { manager }: EventContext): Promise<void> {
    return this.registration.register(manager, events);
  }
}
