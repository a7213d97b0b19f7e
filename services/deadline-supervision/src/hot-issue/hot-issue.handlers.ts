import { Controller, Inject } from '@nestjs/common';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { HotIssueQueue } from './grouping/queue.js';

@Controller()
export class HotIssueHandlers {
  constructor(@Inject(HotIssueQueue) private readonly queue: HotIssueQueue) {}

  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext) {
    await this.queue.enter(manager, events);
  }
}
