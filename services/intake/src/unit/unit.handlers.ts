import { Controller, Inject } from '@nestjs/common';
import { unitChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Units } from './units.service.js';

@Controller()
export class UnitHandlers {
  constructor(@Inject(Units) private readonly units: Units) {}

  @OnEvent(unitChanged)
  onChanged(events: EventEnvelope<EventData<typeof unitChanged>>[], { manager }: EventContext): Promise<void> {
    return this.units.keep(manager, events.map(({ data: { unit, phones, removed, level, otherNames = [] }, sequence }) => ({ ...unit, phones, otherNames, removed, level, sequence })));
  }
}
