import { Controller, Inject } from '@nestjs/common';
import { sessionScheduled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Sessions } from './sessions.service.js';

@Controller()
export class SessionHandlers {
  constructor(@Inject(Sessions) private readonly sessions: Sessions) {}

  @OnEvent(sessionScheduled)
  onScheduled(events: EventEnvelope<EventData<typeof sessionScheduled>>[], { manager }: EventContext): Promise<void> {
    return this.sessions.schedule(manager, events.map(({ data }) => data));
  }
}
