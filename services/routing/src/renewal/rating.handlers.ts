import { Controller, Inject } from '@nestjs/common';
import { messageRated, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { Calendars, OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { RatingEntity } from './rating.entity.js';
import { ratingDueAt } from './renewal.rules.js';

@Controller()
export class RatingHandlers {
  constructor(@Inject(Calendars) private readonly calendars: Calendars) {}

  /** Once for a message, as intake sees to. */
  @OnEvent(messageRated)
  async onRated(events: EventEnvelope<EventData<typeof messageRated>>[], { manager }: EventContext): Promise<void> {
    const rows = events.map(({ data }) => ({ ...data, dueAt: data.rating === 'dissatisfied' ? ratingDueAt(new Date(data.ratedAt), this.calendars.current) : null }));
    await insertRows(manager, RatingEntity, rows.sort((a, b) => (a.ratingId < b.ratingId ? -1 : 1)), { onConflict: 'ignore' });
  }
}
