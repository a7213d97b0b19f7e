import { Controller } from '@nestjs/common';
import { messageWithdrawn, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { lockMessages, recomputeStates } from '../message/locked-message.js';
import { WithdrawalEntity } from './withdrawal.entity.js';

/** What the writer does with number and code: intake takes it, and a message's state follows. */
@Controller()
export class WriterHandlers {
  @OnEvent(messageWithdrawn)
  async onWithdrawn(events: EventEnvelope<EventData<typeof messageWithdrawn>>[], { manager }: EventContext): Promise<void> {
    const rows = [...new Map(events.map(({ data }) => [data.messageId, data])).values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    const messageIds = rows.map(({ messageId }) => messageId);
    await lockMessages(manager, messageIds);
    await insertRows(manager, WithdrawalEntity, rows, { onConflict: 'ignore' });
    await recomputeStates(manager, messageIds);
  }
}
