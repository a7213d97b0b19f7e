import { Controller, Inject } from '@nestjs/common';
import { messageRuledInvalid, messageTransferred, objectionDecided, renewalDeclined, renewalOrdered, type EventData, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { DecisionsService } from './decisions.service.js';

type Events<Definition extends EventDefinition> = EventEnvelope<EventData<Definition>>[];

@Controller()
export class DecisionsHandlers {
  constructor(@Inject(DecisionsService) private readonly decisions: DecisionsService) {}

  @OnEvent(messageRuledInvalid)
  onRuled(events: Events<typeof messageRuledInvalid>, { manager }: EventContext): Promise<void> {
    return this.decisions.ruled(manager, events.map(({ data }) => data));
  }

  @OnEvent(objectionDecided)
  onObjectionDecided(events: Events<typeof objectionDecided>, { manager }: EventContext): Promise<void> {
    return this.decisions.objectionsDecided(manager, events.map(({ data }) => data));
  }

  @OnEvent(messageTransferred)
  onTransferred(events: Events<typeof messageTransferred>, { manager }: EventContext): Promise<void> {
    return this.decisions.transferred(manager, events.map(({ data }) => data));
  }

  @OnEvent(renewalOrdered)
  onRenewalOrdered(events: Events<typeof renewalOrdered>, { manager }: EventContext): Promise<void> {
    return this.decisions.renewalsOrdered(manager, events.map(({ data }) => data));
  }

  @OnEvent(renewalDeclined)
  onRenewalDeclined(events: Events<typeof renewalDeclined>, { manager }: EventContext): Promise<void> {
    return this.decisions.renewalsDeclined(manager, events.map(({ data }) => data));
  }
}
