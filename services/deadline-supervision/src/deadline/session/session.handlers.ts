import { Controller, Inject } from '@nestjs/common';
import { sessionCancelled, sessionPostponed, sessionScheduled, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Rulebook } from '../../rulebook/rulebook.js';
import { keepSessionEvents } from './session-rows.js';

@Controller()
export class SessionHandlers {
  constructor(@Inject(Rulebook) private readonly rulebook: Rulebook) {}

  /** As all that is heard, not while a period is closed. */
  @OnEvent(sessionScheduled, sessionPostponed, sessionCancelled)
  async onSession(events: EventEnvelope<{ sessionId: string }>[], { manager }: EventContext) {
    await this.rulebook.hold(manager);
    await keepSessionEvents(manager, events);
  }
}
