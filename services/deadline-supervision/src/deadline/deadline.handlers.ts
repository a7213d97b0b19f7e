import { Controller, Inject } from '@nestjs/common';
import {
  extensionNoticePublished,
  extensionSubmitted,
  messageAssigned,
  messageDesignated,
  messageRegistered,
  messageReturned,
  replyDelivered,
  replyDeliveryFailed,
  replyPublished,
  replyReturned,
  replySubmitted,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { DeadlineService } from './deadline.service.js';

type AboutMessage = EventEnvelope<{ messageId: string }>;

@Controller()
export class DeadlineHandlers {
  constructor(@Inject(DeadlineService) private readonly deadlines: DeadlineService) {}

  @OnEvent(
    messageRegistered, messageAssigned, messageReturned, messageDesignated, replySubmitted, replyReturned, replyPublished, extensionSubmitted, extensionNoticePublished,
  )
  async onFact(events: AboutMessage[], { manager }: EventContext) {
    await this.deadlines.record(manager, events);
  }

  @OnEvent(replyDelivered, replyDeliveryFailed)
  async onDelivery(events: AboutMessage[], { manager }: EventContext) {
    await this.deadlines.keep(manager, events);
  }
}
