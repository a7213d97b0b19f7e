import { Controller, Inject } from '@nestjs/common';
import { sessionCancelled, sessionPostponed, sessionScheduled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Rulebook } from '../../rulebook/rulebook.js';
import { keepSessionEvents } from './session-rows.js';

@Controller()
export class SessionHandlers {
  constructor(@Inject(Rulebook) private readonly rulebook: Rulebook) {}

  @OnEvent(sessionScheduled)
  async onScheduled(events: EventEnvelope<EventData<typeof sessionScheduled>>[], { manager }: EventContext) {
    await this.keep(events, manager);
  }

  @OnEvent(sessionPostponed)
  async onPostponed(events: EventEnvelope<EventData<typeof sessionPostponed>>[], { manager }: EventContext) {
    await this.keep(events, manager);
  }

  @OnEvent(sessionCancelled)
  async onCancelled(events: EventEnvelope<EventData<typeof sessionCancelled>>[], { manager }: EventContext) {
    await this.keep(events, manager);
  }

  /** As all that is heard, not while a period is closed. */
  private async keep(events: EventEnvelope<{ sessionId: string }>[], manager: EventContext['manager']): Promise<void> {
    await this.rulebook.hold(manager);
    await keepSessionEvents(manager, events);
  }
}
