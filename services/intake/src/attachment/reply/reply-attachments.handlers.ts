import { Controller, Inject } from '@nestjs/common';
import { replyAttachmentDeclared, replyAttachmentRemoved, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { ReplyAttachments } from './reply-attachments.service.js';

@Controller()
export class ReplyAttachmentHandlers {
  constructor(@Inject(ReplyAttachments) private readonly attachments: ReplyAttachments) {}

  @OnEvent(replyAttachmentDeclared)
  onDeclared(events: EventEnvelope<EventData<typeof replyAttachmentDeclared>>[], { manager }: EventContext): Promise<void> {
    return this.attachments.keepDeclared(manager, events.map(({ data }) => data));
  }

  @OnEvent(replyAttachmentRemoved)
  onRemoved(events: EventEnvelope<EventData<typeof replyAttachmentRemoved>>[], { manager }: EventContext): Promise<void> {
    return this.attachments.keepRemoved(manager, events.map(({ data }) => data));
  }
}
