import { Controller } from '@nestjs/common';
import { sessionCancelled, sessionPostponed, sessionScheduled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { keepSessionEvents } from './session-rows.js';

@Controller()
export class SessionHandlers {
  @OnEvent(sessionScheduled)
  async onScheduled(events: EventEnvelope<EventData<typeof sessionScheduled>>[], { manager }: EventContext) {
    await keepSessionEvents(manager, events);
  }

  @OnEvent(sessionPostponed)
  async onPostponed(events: EventEnvelope<EventData<typeof sessionPostponed>>[], { manager }: EventContext) {
    await keepSessionEvents(manager, events);
  }

  @OnEvent(sessionCancelled)
  async onCancelled(events: EventEnvelope<EventData<typeof sessionCancelled>>[], { manager }: EventContext) {
    await keepSessionEvents(manager, events);
  }
}
