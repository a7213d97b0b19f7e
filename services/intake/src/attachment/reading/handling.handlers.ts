import { Controller, Inject } from '@nestjs/common';
import { messageAssigned, messageCoHandled, messageDesignated, messageReturned, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Handlings } from './handlings.js';

type Given = EventEnvelope<EventData<typeof messageAssigned> | EventData<typeof messageDesignated>>;

@Controller()
export class HandlingHandlers {
  constructor(@Inject(Handlings) private readonly handlings: Handlings) {}

  @OnEvent(messageAssigned, messageDesignated)
  onGiven(events: Given[], { manager }: EventContext): Promise<void> {
    return this.handlings.keep(manager, events.map(({ sequence, data: { messageId, unit } }) => ({ messageId, unitCodes: [unit.code], sequence })));
  }

  @OnEvent(messageReturned)
  onReturned(events: EventEnvelope<EventData<typeof messageReturned>>[], { manager }: EventContext): Promise<void> {
    return this.handlings.keep(manager, events.map(({ sequence, data: { messageId } }) => ({ messageId, unitCodes: [], sequence })));
  }

  @OnEvent(messageCoHandled)
  onCoHandled(events: EventEnvelope<EventData<typeof messageCoHandled>>[], { manager }: EventContext): Promise<void> {
    const unitCodes = ({ lead, coUnits, firstAsked }: EventData<typeof messageCoHandled>) => [...new Set([lead, ...coUnits, ...(firstAsked ? [firstAsked] : [])].map(({ code }) => code))];
    return this.handlings.keep(manager, events.map(({ sequence, data }) => ({ messageId: data.messageId, unitCodes: unitCodes(data), sequence })));
  }
}
