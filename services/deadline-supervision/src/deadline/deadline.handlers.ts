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
import { ClockService } from './deadline.service.js';

type AboutMessage = EventEnvelope<{ messageId: string }>;

@Controller()
export class ClockHandlers {
  constructor(@Inject(ClockService) private readonly clocks: ClockService) {}

  @OnEvent(
    messageRegistered, messageAssigned, messageReturned, messageDesignated, replySubmitted, replyReturned, replyPublished, extensionSubmitted, extensionNoticePublished,
  )
  async onFact(events: AboutMessage[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(replyDelivered, replyDeliveryFailed)
  async onDelivery(events: AboutMessage[], { manager }: EventContext) {
    await this.clocks.keep(manager, events);
  }
}
