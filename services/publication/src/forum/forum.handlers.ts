import { Controller, Inject } from '@nestjs/common';
import { forumChanged, forumPhaseChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { ForumService } from './forum.service.js';

@Controller()
export class ForumHandlers {
  constructor(@Inject(ForumService) private readonly forums: ForumService) {}

  @OnEvent(forumPhaseChanged)
  onPhase(events: EventEnvelope<EventData<typeof forumPhaseChanged>>[], { manager }: EventContext): Promise<void> {
    return this.forums.receivePhases(manager, events.map(({ data, sequence }) => ({ state: data, sequence })));
  }

  @OnEvent(forumChanged)
  onForum(events: EventEnvelope<EventData<typeof forumChanged>>[], { manager }: EventContext): Promise<void> {
    return this.forums.receiveForums(manager, events.map(({ data, sequence }) => ({ state: data, sequence })));
  }
}
