import { Controller, Inject } from '@nestjs/common';
import { unitChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { UnitService } from './unit.service.js';

@Controller()
export class UnitHandlers {
  constructor(@Inject(UnitService) private readonly units: UnitService) {}

  @OnEvent(unitChanged)
  onChanged(events: EventEnvelope<EventData<typeof unitChanged>>[], { manager }: EventContext): Promise<void> {
    return this.units.receive(manager, events.map(({ data, sequence }) => ({ ...data, sequence })));
  }
}
