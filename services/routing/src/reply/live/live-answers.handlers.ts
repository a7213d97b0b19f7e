import { Controller, Inject } from '@nestjs/common';
import { questionAnswered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { LiveAnswers } from './live-answers.service.js';

@Controller()
export class LiveAnswerHandlers {
  constructor(@Inject(LiveAnswers) private readonly answers: LiveAnswers) {}

  @OnEvent(questionAnswered)
  onAnswered(events: EventEnvelope<EventData<typeof questionAnswered>>[], { manager }: EventContext): Promise<void> {
    return this.answers.receive(manager, events.map(({ data }) => data));
  }
}
