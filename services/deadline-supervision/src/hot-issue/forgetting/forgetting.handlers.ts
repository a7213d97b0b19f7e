import { Controller, Inject } from '@nestjs/common';
import { messageVisibilityChanged, textHidden, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEventIn, type EventContext } from '@wenzheng/messaging';
import { Forgetting } from './forgetting.service.js';

@Controller()
export class ForgettingHandlers {
  constructor(@Inject(Forgetting) private readonly forgetting: Forgetting) {}

  @OnEventIn('hot-issues', messageVisibilityChanged)
  onVisibilityChanged(events: EventEnvelope<EventData<typeof messageVisibilityChanged>>[], { manager }: EventContext): Promise<void> {
    return this.forgetting.follow(manager, events.map(({ sequence, data }) => ({ messageId: data.messageId, part: 'content', shown: data.visibility, sequence })));
  }

  /** Replies and notices are no part of what people are compared by. */
  @OnEventIn('hot-issues', textHidden)
  async onHidden(events: EventEnvelope<EventData<typeof textHidden>>[], { manager }: EventContext): Promise<void> {
    const own = events.flatMap(({ sequence, data: { messageId, part, text } }) => (part === 'title' || part === 'text' ? [{ messageId, part, shown: text, sequence }] : []));
    if (own.length > 0) await this.forgetting.follow(manager, own);
  }
}
