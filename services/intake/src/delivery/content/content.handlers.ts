import { Controller, Inject } from '@nestjs/common';
import { messageVisibilityChanged, textHidden, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { Shown } from './shown.js';

@Controller()
export class ContentHandlers {
  constructor(@Inject(Shown) private readonly shown: Shown) {}

  @OnEvent(messageVisibilityChanged)
  onVisibilityChanged(events: EventEnvelope<EventData<typeof messageVisibilityChanged>>[], { manager }: EventContext): Promise<void> {
    return this.shown.keepVisibility(manager, events);
  }

  @OnEvent(textHidden)
  onHidden(events: EventEnvelope<EventData<typeof textHidden>>[], { manager }: EventContext): Promise<void> {
    return this.shown.keepHidden(manager, events);
  }
}
