import { Controller, Inject } from '@nestjs/common';
import { objectionFiled, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Objections } from './objections.service.js';

@Controller()
export class ObjectionHandlers {
  constructor(@Inject(Objections) private readonly objections: Objections) {}

  @OnEvent(objectionFiled)
  onFiled(events: EventEnvelope<EventData<typeof objectionFiled>>[], { manager }: EventContext): Promise<void> {
    return this.objections.file(manager, events.map(({ data }) => data));
  }
}
