import { Controller } from '@nestjs/common';
import { commentsReadBack, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { ReadCommentsEntity } from './comments.entity.js';

@Controller()
export class CommentsHandlers {
  /** Of each account the newest, whatever order they come in. */
  @OnEvent(commentsReadBack)
  async onReadBack(events: EventEnvelope<EventData<typeof commentsReadBack>>[], { manager }: EventContext): Promise<void> {
    const told = events.toSorted((one, other) => one.sequence - other.sequence);
    const newest = new Map(told.map(({ sequence, data }) => [data.name, { name: data.name, sequence, state: data }]));
    const rows = [...newest.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
    await insertRows(manager, ReadCommentsEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > read_comments.sequence' } });
  }
}
