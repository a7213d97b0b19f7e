import { Inject, Injectable } from '@nestjs/common';
import { createEvent, replyDeliveryFailed, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';
import type { DeliveryKind } from './delivery.entity.js';

/** What had reached the other side and does not stand there any more: a letter came back, a comment was deleted. */
@Injectable()
export class UndoneDeliveries {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** It has failed after all, and of a reply that is told once. */
  async fail(manager: EntityManager, connector: string, referenceId: string, reason: string): Promise<void> {
    // The message first, as whoever settles a delivery locks them.
    const [message] = await manager.query<{ messageId: string; version: number }[]>(
      `SELECT message_id AS "messageId", version FROM message WHERE message_id = (SELECT message_id FROM delivery WHERE reference_id = $1 AND connector = $2 LIMIT 1) FOR UPDATE`,
      [referenceId, connector],
    );
    if (!message) return;
    const [failed] = await manager.query<[{ kind: DeliveryKind; channel: ChannelName; attempts: number }[], number]>(
      `UPDATE delivery SET state = 'failed', last_reason = $2, settled_at = $3 WHERE message_id = $4 AND reference_id = $1 AND connector = $5 AND state <> 'failed' RETURNING kind, channel, attempts`,
      [referenceId, reason, new Date(), message.messageId, connector],
    );
    const reply = failed.find(({ kind }) => kind === 'reply');
    if (!reply) return;
    await manager.query('UPDATE message SET version = version + 1 WHERE message_id = $1', [message.messageId]);
    const now = this.clock.now();
    const data = { messageId: message.messageId, replyId: referenceId, channel: reply.channel, failedAt: now.toISOString(), attempts: Math.max(reply.attempts, 1), reason };
    await appendToOutbox(manager, [createEvent(replyDeliveryFailed, { subject: message.messageId, sequence: message.version + 1, time: now, data })]);
  }
}
