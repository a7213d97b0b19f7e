import { Controller } from '@nestjs/common';
import { renewalOrdered, replyPublished, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { endOfBusinessDate } from '@wenzheng/working-days';

/** Keeps both, in whatever order they come. */
@Controller()
export class RenewalHandlers {
  @OnEvent(renewalOrdered)
  async onOrdered(events: EventEnvelope<EventData<typeof renewalOrdered>>[], { manager }: EventContext): Promise<void> {
    for (const { data } of events.toSorted((a, b) => (a.data.renewalId < b.data.renewalId ? -1 : 1))) {
      const { renewalId, messageId, unit, dueOn, orderedAt } = data;
      await manager.query(
        `INSERT INTO renewal (renewal_id, message_id, unit_code, unit_name, ordered_at, due_on, due_at, look_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $5)
         ON CONFLICT (renewal_id) DO UPDATE SET unit_code = excluded.unit_code, unit_name = excluded.unit_name, ordered_at = excluded.ordered_at, due_on = excluded.due_on, due_at = excluded.due_at,
           look_at = excluded.look_at WHERE renewal.ordered_at IS NULL`,
        [renewalId, messageId, unit.code, unit.name, orderedAt, dueOn, dueOn === null ? null : endOfBusinessDate(dueOn)],
      );
    }
  }

  /** The first that was published answers it. */
  @OnEvent(replyPublished)
  async onPublished(events: EventEnvelope<EventData<typeof replyPublished>>[], { manager }: EventContext): Promise<void> {
    const answers = events.flatMap(({ data }) => (data.renews ? [{ ...data, renews: data.renews }] : []));
    for (const { renews, messageId, submittedAt, publishedAt } of answers.toSorted((a, b) => (a.renews < b.renews ? -1 : 1))) {
      await manager.query(
        `INSERT INTO renewal (renewal_id, message_id, submitted_at, published_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (renewal_id) DO UPDATE SET submitted_at = excluded.submitted_at, published_at = excluded.published_at WHERE renewal.published_at IS NULL OR renewal.published_at > excluded.published_at`,
        [renews, messageId, submittedAt, publishedAt],
      );
    }
  }
}
