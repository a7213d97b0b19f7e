import { Controller, Inject } from '@nestjs/common';
import { calendarChanged, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '../consumer/on-event.js';
import { Calendars } from './calendars.js';

@Controller()
export class CalendarHandlers {
  constructor(@Inject(Calendars) private readonly calendars: Calendars) {}

  @OnEvent(calendarChanged)
  onChanged(events: EventEnvelope<EventData<typeof calendarChanged>>[], { manager }: EventContext): Promise<void> {
    return this.calendars.receive(manager, events.map(({ data }) => data));
  }
}
