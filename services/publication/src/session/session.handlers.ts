import { Controller } from '@nestjs/common';
import { questionAnswered, questionMoved, sessionCancelled, sessionClosed, sessionOpened, sessionPostponed, sessionScheduled, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { SessionFactEntity } from './session-fact.entity.js';
import { sessionFactOf } from './session-facts.rules.js';

@Controller()
export class SessionHandlers {
  @OnEvent(sessionScheduled, sessionPostponed, sessionCancelled, sessionOpened, sessionClosed, questionMoved, questionAnswered)
  async onSession(events: EventEnvelope<{ sessionId: string }>[], { manager }: EventContext): Promise<void> {
    await insertRows(manager, SessionFactEntity, events.map(sessionFactOf), { onConflict: 'ignore' });
  }
}
