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
  type EventData,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { HotIssueQueue } from '../hot-issue/grouping/queue.js';
import { ClockService } from './deadline.service.js';

@Controller()
export class ClockHandlers {
  constructor(
    @Inject(ClockService) private readonly clocks: ClockService,
    @Inject(HotIssueQueue) private readonly hotIssues: HotIssueQueue,
  ) {}

  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
    await this.hotIssues.enter(manager, events);
  }

  @OnEvent(messageAssigned)
  async onAssigned(events: EventEnvelope<EventData<typeof messageAssigned>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(messageReturned)
  async onReturned(events: EventEnvelope<EventData<typeof messageReturned>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(messageDesignated)
  async onDesignated(events: EventEnvelope<EventData<typeof messageDesignated>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(replySubmitted)
  async onReplySubmitted(events: EventEnvelope<EventData<typeof replySubmitted>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(replyReturned)
  async onReplyReturned(events: EventEnvelope<EventData<typeof replyReturned>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(replyPublished)
  async onReplyPublished(events: EventEnvelope<EventData<typeof replyPublished>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(extensionSubmitted)
  async onExtensionSubmitted(events: EventEnvelope<EventData<typeof extensionSubmitted>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(extensionNoticePublished)
  async onExtensionPublished(events: EventEnvelope<EventData<typeof extensionNoticePublished>>[], { manager }: EventContext) {
    await this.clocks.record(manager, events);
  }

  @OnEvent(replyDelivered)
  async onReplyDelivered(events: EventEnvelope<EventData<typeof replyDelivered>>[], { manager }: EventContext) {
    await this.clocks.keep(manager, events);
  }

  @OnEvent(replyDeliveryFailed)
  async onReplyDeliveryFailed(events: EventEnvelope<EventData<typeof replyDeliveryFailed>>[], { manager }: EventContext) {
    await this.clocks.keep(manager, events);
  }
}
