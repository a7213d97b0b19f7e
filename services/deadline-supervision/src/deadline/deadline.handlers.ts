import { Controller, Inject } from '@nestjs/common';
import {
  extensionNoticePublished,
  extensionSubmitted,
  messageAssigned,
  messageCoHandled,
  messageDesignated,
  messageMerged,
  messageRated,
  messageRegistered,
  messageReturned,
  messageRuledInvalid,
  messageTransferred,
  messageUnmerged,
  messageVisibilityChanged,
  messageWithdrawn,
  objectionDecided,
  renewalDeclined,
  renewalOrdered,
  replyDelivered,
  replyDeliveryFailed,
  replyPublished,
  replyReturned,
  replySubmitted,
  textHidden,
  type EventData,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { InOneStatement, OnEvent, type EventContext, type OneStatementContext } from '@wenzheng/messaging';
import { DeadlineService } from './deadline.service.js';

type AboutMessage = EventEnvelope<{ messageId: string }>;

@Controller()
export class DeadlineHandlers {
  constructor(@Inject(DeadlineService) private readonly deadlines: DeadlineService) {}

  @InOneStatement(messageRegistered)
  openPlain(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: OneStatementContext) {
    return this.deadlines.open(manager, events);
  }

  @OnEvent(
    messageRegistered, messageAssigned, messageReturned, messageDesignated, replySubmitted, replyReturned, replyPublished, extensionSubmitted, extensionNoticePublished,
    messageRuledInvalid, objectionDecided, messageTransferred, messageWithdrawn, messageRated,
  )
  async onFact(events: AboutMessage[], { manager }: EventContext) {
    await this.deadlines.record(manager, events);
  }

  @OnEvent(replyDelivered, replyDeliveryFailed, messageCoHandled, messageMerged, messageUnmerged, renewalOrdered, renewalDeclined, messageVisibilityChanged, textHidden)
  async onWhatMovesNothing(events: AboutMessage[], { manager }: EventContext) {
    await this.deadlines.keep(manager, events);
  }
}
