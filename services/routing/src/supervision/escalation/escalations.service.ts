import { Injectable } from '@nestjs/common';
import type { escalationAcknowledged, escalationRaised, escalationWithdrawn, EventData, EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** 上报督查 beside the message that it is about. Its events come in any order, and each fills in its own columns. */
@Injectable()
export class Escalations {
  async recordRaised(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationRaised>>[]): Promise<void> {
    const rows = byEscalation(events.map(({ data }) => data));
    await manager.query(
      `INSERT INTO escalation (escalation_id, message_id, level, raised_to, raised_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::timestamptz[])
       ON CONFLICT (escalation_id) DO UPDATE SET level = excluded.level, raised_to = excluded.raised_to, raised_at = excluded.raised_at`,
      [
        rows.map((row) => row.escalationId),
        rows.map((row) => row.messageId),
        rows.map((row) => row.level),
        rows.map((row) => row.to),
        rows.map((row) => row.raisedAt),
      ],
    );
  }

  async recordAcknowledged(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationAcknowledged>>[]): Promise<void> {
    const rows = byEscalation(events.map(({ data }) => data));
    await manager.query(
      `INSERT INTO escalation (escalation_id, message_id, acknowledged_at, acknowledged_by)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[])
       ON CONFLICT (escalation_id) DO UPDATE SET acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by
       WHERE escalation.acknowledged_at IS NULL`,
      [
        rows.map((row) => row.escalationId),
        rows.map((row) => row.messageId),
        rows.map((row) => row.acknowledgedAt),
        rows.map((row) => row.acknowledgedBy),
      ],
    );
  }

  /** 撤销上报 is final, whatever else is heard of the escalation. */
  async recordWithdrawn(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof escalationWithdrawn>>[]): Promise<void> {
    const rows = byEscalation(events.map(({ data }) => data));
    await manager.query(
      `INSERT INTO escalation (escalation_id, message_id, withdrawn_at) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
       ON CONFLICT (escalation_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at WHERE escalation.withdrawn_at IS NULL`,
      [rows.map((row) => row.escalationId), rows.map((row) => row.messageId), rows.map((row) => row.withdrawnAt)],
    );
  }
}

/** One per escalation, in order of their ids: rows that several replicas write are locked in key order. */
function byEscalation<Data extends { escalationId: string }>(rows: readonly Data[]): Data[] {
  const unique = new Map(rows.map((row) => [row.escalationId, row]));
  return [...unique.values()].sort((a, b) => (a.escalationId < b.escalationId ? -1 : 1));
}
