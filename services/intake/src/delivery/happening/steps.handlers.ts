import { Controller, Inject } from '@nestjs/common';
import { messageAssigned, messageCoHandled, messageDesignated, messageMerged, messageReturned, messageUnmerged, type EventData, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Steps } from './steps.service.js';

type Events<Definition extends EventDefinition> = EventEnvelope<EventData<Definition>>[];

@Controller()
export class StepsHandlers {
  constructor(@Inject(Steps) private readonly steps: Steps) {}

  @OnEvent(messageAssigned)
  onAssigned(events: Events<typeof messageAssigned>, { manager }: EventContext): Promise<void> {
    return this.steps.assigned(manager, events);
  }

  @OnEvent(messageDesignated)
  onDesignated(events: Events<typeof messageDesignated>, { manager }: EventContext): Promise<void> {
    return this.steps.designated(manager, events);
  }

  @OnEvent(messageCoHandled)
  onCoHandled(events: Events<typeof messageCoHandled>, { manager }: EventContext): Promise<void> {
    return this.steps.coHandled(manager, events);
  }

  @OnEvent(messageReturned)
  onReturned(events: Events<typeof messageReturned>, { manager }: EventContext): Promise<void> {
    return this.steps.returned(manager, events);
  }

  @OnEvent(messageMerged)
  onMerged(events: Events<typeof messageMerged>, { manager }: EventContext): Promise<void> {
    return this.steps.merged(manager, events);
  }

  @OnEvent(messageUnmerged)
  onUnmerged(events: Events<typeof messageUnmerged>, { manager }: EventContext): Promise<void> {
    return this.steps.unmerged(manager, events);
  }
}
