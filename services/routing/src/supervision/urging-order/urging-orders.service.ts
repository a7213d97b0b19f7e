import { Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, urgingOrderClosed, urgingOrderServed } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** 督办单 beside each message that one covers. Either event may come first. */
@Injectable()
export class UrgingOrders {
  async recordServed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof urgingOrderServed>>[]): Promise<void> {
    const rows = inKeyOrder(events);
    await manager.query(
      `INSERT INTO urging_order (urging_order_id, message_id, number, title, unit, answer_by, served_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::date[], $7::timestamptz[])
       ON CONFLICT (urging_order_id, message_id) DO UPDATE SET number = excluded.number, title = excluded.title, unit = excluded.unit,
         answer_by = excluded.answer_by, served_at = excluded.served_at`,
      [
        rows.map((row) => row.urgingOrderId),
        rows.map((row) => row.messageId),
        rows.map((row) => row.number),
        rows.map((row) => row.title),
        rows.map((row) => JSON.stringify(row.unit)),
        rows.map((row) => row.answerBy),
        rows.map((row) => row.servedAt),
      ],
    );
  }

  async recordClosed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof urgingOrderClosed>>[]): Promise<void> {
    const rows = inKeyOrder(events);
    await manager.query(
      `INSERT INTO urging_order (urging_order_id, message_id, outcome, closed_at) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
       ON CONFLICT (urging_order_id, message_id) DO UPDATE SET outcome = excluded.outcome, closed_at = excluded.closed_at`,
      [rows.map((row) => row.urgingOrderId), rows.map((row) => row.messageId), rows.map((row) => row.outcome), rows.map((row) => row.closedAt)],
    );
  }
}

/** One per key, in its order: rows that several replicas write are locked in key order. */
function inKeyOrder<Data extends { urgingOrderId: string; messageId: string }>(events: readonly EventEnvelope<Data>[]): Data[] {
  const keyOf = ({ urgingOrderId, messageId }: Data) => `${urgingOrderId} ${messageId}`;
  const unique = new Map(events.map(({ data }) => [keyOf(data), data]));
  return [...unique.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
