import { Controller, Inject } from '@nestjs/common';
import { replyDelivered, replyDeliveryFailed, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { Notices } from '../../notification/notices.service.js';
import { ReplyDeliveryEntity, type DeliveryState } from './reply-delivery.entity.js';

interface Settled {
  replyId: string;
  messageId: string;
  sequence: number;
  state: DeliveryState;
  settledAt: string;
}

@Controller()
export class ReplyDeliveryHandlers {
  constructor(@Inject(Notices) private readonly notices: Notices) {}

  @OnEvent(replyDelivered)
  async onDelivered(events: EventEnvelope<EventData<typeof replyDelivered>>[], { manager }: EventContext): Promise<void> {
    await this.keep(manager, events.map(({ sequence, data: { replyId, messageId, deliveredAt } }) => ({ replyId, messageId, sequence, state: 'delivered', settledAt: deliveredAt })));
  }

  /** The unit hears of it: the writer has to be told in another way. */
  @OnEvent(replyDeliveryFailed)
  async onFailed(events: EventEnvelope<EventData<typeof replyDeliveryFailed>>[], { manager }: EventContext): Promise<void> {
    const failed = events.map(({ sequence, data: { replyId, messageId, failedAt } }): Settled => ({ replyId, messageId, sequence, state: 'failed', settledAt: failedAt }));
    await this.keep(manager, failed);
    const units = await manager.query<{ replyId: string; messageId: string; unitCode: string }[]>(
      `SELECT reply_id AS "replyId", message_id AS "messageId", unit_code AS "unitCode" FROM reply WHERE reply_id = ANY ($1::uuid[]) AND state = 'submitted' ORDER BY reply_id`,
      [failed.map(({ replyId }) => replyId)],
    );
    await this.notices.tell(manager, units.map(({ replyId, messageId, unitCode }) => ({ kind: 'reply-undelivered', key: `reply undelivered ${replyId}`, messageId, unitCode, posts: ['web-admin', 'backup'] })));
  }

  /** Of each reply what was told last, whatever order it comes in. */
  private async keep(manager: EntityManager, settled: readonly Settled[]): Promise<void> {
    const newest = new Map(settled.toSorted((one, other) => one.sequence - other.sequence).map((one) => [one.replyId, { ...one, settledAt: new Date(one.settledAt) }]));
    const rows = [...newest.values()].sort((one, other) => (one.replyId < other.replyId ? -1 : 1));
    await insertRows(manager, ReplyDeliveryEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > reply_delivery.sequence' } });
  }
}
