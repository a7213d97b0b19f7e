import { Controller } from '@nestjs/common';
import { messageLiked, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEventIn, type EventContext } from '@wenzheng/messaging';
import { keepLikes } from './likes-rows.js';

@Controller()
export class LikesHandlers {
  @OnEventIn('hot-issues', messageLiked)
  async onLiked(events: EventEnvelope<EventData<typeof messageLiked>>[], { manager }: EventContext) {
    await keepLikes(manager, events.map(({ data }) => data));
  }
}
