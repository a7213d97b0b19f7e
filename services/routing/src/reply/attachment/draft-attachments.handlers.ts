import { Controller, Inject } from '@nestjs/common';
import { replyAttachmentExamined, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { DraftAttachments } from './draft-attachments.service.js';

@Controller()
export class DraftAttachmentHandlers {
  constructor(@Inject(DraftAttachments) private readonly attachments: DraftAttachments) {}

  @OnEvent(replyAttachmentExamined)
  onExamined(events: EventEnvelope<EventData<typeof replyAttachmentExamined>>[], { manager }: EventContext): Promise<void> {
    return this.attachments.keepExamined(manager, events.map(({ data }) => data));
  }
}
