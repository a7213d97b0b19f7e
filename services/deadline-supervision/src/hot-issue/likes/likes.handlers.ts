import { Controller, Inject } from '@nestjs/common';
import { messageLiked, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { LikesService } from './likes.service.js';

@Controller()
export class LikesHandlers {
  constructor(@Inject(LikesService) private readonly likes: LikesService) {}

  @OnEvent(messageLiked)
  async onLiked(events: EventEnvelope<EventData<typeof messageLiked>>[], { manager }: EventContext) {
    await this.likes.keep(manager, events.map(({ data }) => data));
  }
}
