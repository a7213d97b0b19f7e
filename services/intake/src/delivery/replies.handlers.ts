import { Controller, Inject } from '@nestjs/common';
import { extensionNoticePublished, replyPublished, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { RepliesService } from './replies.service.js';

@Controller()
export class RepliesHandlers {
  constructor(@Inject(RepliesService) private readonly replies: RepliesService) {}

  @OnEvent(replyPublished)
  async onReplyPublished(events: EventEnvelope<EventData<typeof replyPublished>>[], context: EventContext): Promise<void> {
    await this.replies.keepReplies(context.manager, events);
  }

  @OnEvent(extensionNoticePublished)
  async onExtensionNoticePublished(events: EventEnvelope<EventData<typeof extensionNoticePublished>>[], context: EventContext): Promise<void> {
    await this.replies.keepNotices(context.manager, events);
  }
}
