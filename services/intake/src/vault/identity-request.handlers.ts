import { Controller, Inject } from '@nestjs/common';
import { identityGrantEnded, identityRequestDecided, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { IdentityRequests } from './identity-requests.service.js';

@Controller()
export class IdentityRequestHandlers {
  constructor(@Inject(IdentityRequests) private readonly requests: IdentityRequests) {}

  @OnEvent(identityRequestDecided)
  onDecided(events: EventEnvelope<EventData<typeof identityRequestDecided>>[], { manager }: EventContext): Promise<void> {
    return this.requests.keep(manager, events.map(({ data }) => data));
  }

  @OnEvent(identityGrantEnded)
  onEnded(events: EventEnvelope<EventData<typeof identityGrantEnded>>[], { manager }: EventContext): Promise<void> {
    return this.requests.keepEnds(manager, events.map(({ data }) => data));
  }
}
