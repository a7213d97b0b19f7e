import { Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, messageRegistered } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** A message as it waits. */
export interface Waiting {
  messageId: string;
  person: string;
  channel: string;
  externalId: string | null;
  messageNumber: string;
  kind: string | null;
  visibility: string;
  registeredAt: Date;
  title: string;
  text: string;
}

/** An import is sorted by its own times once nothing of it has arrived for so long, or after the longest patience. Real time. */
const importQuietMs = 2_000;
const importPatienceMs = 60_000;

/** Registered messages that wait for the sequencer. */
@Injectable()
export class HotIssueQueue {
  private listener: (() => void) | undefined;

  onArrival(listener: () => void): void {
    this.listener = listener;
  }

  /** In the caller's transaction. */
  async enter(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof messageRegistered>>[], arrivedAt = new Date()): Promise<void> {
    const rows = events.map(({ data }) => ({
      message_id: data.messageId,
      person: data.authorHash,
      channel: data.channel,
      external_id: data.externalId ?? null,
      message_number: data.messageNumber,
      kind: data.kind,
      visibility: data.visibility,
      registered_at: data.registeredAt,
      historical: data.historical,
      arrived_at: arrivedAt,
      title: data.title,
      text: data.text,
    }));
    await manager.query(
      `INSERT INTO hot_queue SELECT * FROM json_populate_recordset(NULL::hot_queue, $1::json) AS entered
       WHERE NOT EXISTS (SELECT FROM hot_member WHERE hot_member.message_id = entered.message_id)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
    this.listener?.();
  }
}

/** The next messages by the time of their registration. Those of the past wait until their import has come to rest. */
export async function nextWaiting(manager: Pick<EntityManager, 'query'>, limit: number, now: Date | null): Promise<Waiting[]> {
  return manager.query<Waiting[]>(
    `SELECT message_id AS "messageId", person, channel, external_id AS "externalId", message_number AS "messageNumber", kind, visibility,
       registered_at AS "registeredAt", title, text
     FROM hot_queue
     WHERE NOT historical OR $2::timestamptz IS NULL OR (
       SELECT max(arrived_at) <= $2::timestamptz - $3 * interval '1 ms' OR min(arrived_at) <= $2::timestamptz - $4 * interval '1 ms'
       FROM hot_queue WHERE historical)
     ORDER BY registered_at, message_id LIMIT $1`,
    [limit, now, importQuietMs, importPatienceMs],
  );
}

export async function leaveQueue(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<void> {
  await manager.query('DELETE FROM hot_queue WHERE message_id = ANY ($1::uuid[])', [messageIds]);
}
