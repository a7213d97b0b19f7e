import { Controller, Inject } from '@nestjs/common';
import { extensionNoticePublished, replyPublished, replyReturned, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Reviews } from './reviews.service.js';

@Controller()
export class ReviewHandlers {
  constructor(@Inject(Reviews) private readonly reviews: Reviews) {}

  @OnEvent(replyPublished)
  async onPublished(events: EventEnvelope<EventData<typeof replyPublished>>[], { manager }: EventContext): Promise<void> {
    const published = events.map(({ sequence, data }) => ({
      replyId: data.replyId,
      messageId: data.messageId,
      outcome: 'published' as const,
      interim: data.interim,
      visibility: data.visibility,
      path: data.path,
      reasons: [],
      note: null,
      decidedAt: data.publishedAt,
      sequence,
      corrects: data.corrects ?? null,
      supplements: data.supplements ?? null,
      renews: data.renews ?? null,
    }));
    await this.reviews.record(manager, published);
  }

  @OnEvent(replyReturned)
  async onReturned(events: EventEnvelope<EventData<typeof replyReturned>>[], { manager }: EventContext): Promise<void> {
    const returned = events.map(({ sequence, data }) => ({
      replyId: data.replyId,
      messageId: data.messageId,
      outcome: 'returned' as const,
      interim: null,
      visibility: null,
      path: null,
      reasons: data.reasons,
      note: data.note ?? null,
      decidedAt: data.returnedAt,
      sequence,
      corrects: null,
      supplements: null,
      renews: null,
    }));
    await this.reviews.record(manager, returned);
  }

  @OnEvent(extensionNoticePublished)
  async onNotice(events: EventEnvelope<EventData<typeof extensionNoticePublished>>[], { manager }: EventContext): Promise<void> {
    await this.reviews.recordNotices(manager, events.map(({ data }) => data));
  }
}
