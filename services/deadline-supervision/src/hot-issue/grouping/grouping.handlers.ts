import { Controller, Inject } from '@nestjs/common';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEventIn, type EventContext } from '@wenzheng/messaging';
import { HotIssueGrouping } from './grouping.service.js';

@Controller()
export class GroupingHandlers {
  constructor(@Inject(HotIssueGrouping) private readonly grouping: HotIssueGrouping) {}

  @OnEventIn('hot-issues', messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext) {
    await this.grouping.take(manager, events.map(({ data }) => data));
  }
}
