import { Controller, Inject } from '@nestjs/common';
import { sessionScheduled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Sessions } from '../assignment/session/sessions.service.js';
import { LiveAnswers } from '../reply/live/live-answers.service.js';

@Controller()
export class SessionHandlers {
  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(LiveAnswers) private readonly liveAnswers: LiveAnswers,
  ) {}

  /** Questions that came before their session go to its unit now, and are answered with what it has said of them. */
  @OnEvent(sessionScheduled)
  async onScheduled(events: EventEnvelope<EventData<typeof sessionScheduled>>[], { manager }: EventContext): Promise<void> {
    const placed = await this.sessions.schedule(manager, events.map(({ data }) => data));
    await this.liveAnswers.takeEffect(manager, placed);
  }
}
