import { Controller, Inject } from '@nestjs/common';
import { urgingOrderClosed, urgingOrderServed, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { UrgingOrders } from './urging-orders.service.js';

@Controller()
export class UrgingOrderHandlers {
  constructor(@Inject(UrgingOrders) private readonly orders: UrgingOrders) {}

  @OnEvent(urgingOrderServed)
  async onServed(events: EventEnvelope<EventData<typeof urgingOrderServed>>[], { manager }: EventContext): Promise<void> {
    await this.orders.recordServed(manager, events);
  }

  @OnEvent(urgingOrderClosed)
  async onClosed(events: EventEnvelope<EventData<typeof urgingOrderClosed>>[], { manager }: EventContext): Promise<void> {
    await this.orders.recordClosed(manager, events);
  }
}
