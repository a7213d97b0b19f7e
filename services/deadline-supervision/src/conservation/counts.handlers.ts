import { Controller, Inject } from '@nestjs/common';
import { ledgerCounted, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { CountsService } from './counts.service.js';

export type Counted = EventData<typeof ledgerCounted.intake>;

@Controller()
export class CountsHandlers {
  constructor(@Inject(CountsService) private readonly counts: CountsService) {}

  @OnEvent(ledgerCounted.intake)
  async onIntake(events: EventEnvelope<Counted>[], { manager }: EventContext) {
    await this.counts.keep(manager, 'intake', events.map(({ data }) => data));
  }

  @OnEvent(ledgerCounted.routing)
  async onRouting(events: EventEnvelope<Counted>[], { manager }: EventContext) {
    await this.counts.keep(manager, 'routing', events.map(({ data }) => data));
  }

  @OnEvent(ledgerCounted.publication)
  async onPublication(events: EventEnvelope<Counted>[], { manager }: EventContext) {
    await this.counts.keep(manager, 'publication', events.map(({ data }) => data));
  }

  @OnEvent(ledgerCounted['deadline-supervision'])
  async onOwn(events: EventEnvelope<Counted>[], { manager }: EventContext) {
    await this.counts.keep(manager, 'deadline-supervision', events.map(({ data }) => data));
  }
}
