import { Inject, Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, urgingOrderClosed, urgingOrderServed } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { Notices } from '../../notification/notices.service.js';
import { UrgingOrderEntity } from './urging-order.entity.js';

/** 督办单 beside each message that one covers. Either event may come first. */
@Injectable()
export class UrgingOrders {
  constructor(@Inject(Notices) private readonly notices: Notices) {}

  async recordServed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof urgingOrderServed>>[]): Promise<void> {
    const rows = inKeyOrder(events).map(({ urgingOrderId, messageId, number, title, unit, answerBy, servedAt }) =>
      ({ urgingOrderId, messageId, number, title, unit, answerBy, servedAt }));
    await insertRows(manager, UrgingOrderEntity, rows, { onConflict: { update: 'all' } });
    const perOrder = new Map(rows.map((row) => [row.urgingOrderId, row]));
    await this.notices.tell(manager, [...perOrder.values()].map(({ urgingOrderId, messageId, unit }) =>
      ({ kind: 'urging-order', key: `urging-order ${urgingOrderId}`, messageId, unitCode: unit.code, posts: ['web-admin', 'backup', 'principal'] })));
  }

  async recordClosed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof urgingOrderClosed>>[]): Promise<void> {
    const rows = inKeyOrder(events).map(({ urgingOrderId, messageId, outcome, closedAt }) => ({ urgingOrderId, messageId, outcome, closedAt }));
    await insertRows(manager, UrgingOrderEntity, rows, { onConflict: { update: 'all' } });
  }
}

/** One per key, in its order: rows that several replicas write are locked in key order. */
function inKeyOrder<Data extends { urgingOrderId: string; messageId: string }>(events: readonly EventEnvelope<Data>[]): Data[] {
  const keyOf = ({ urgingOrderId, messageId }: Data) => `${urgingOrderId} ${messageId}`;
  const unique = new Map(events.map(({ data }) => [keyOf(data), data]));
  return [...unique.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
