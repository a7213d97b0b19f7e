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
    const all = <Value>(value: (data: EventData<typeof messageRegistered>) => Value) => events.map(({ data }) => value(data));
    await manager.query(
      `INSERT INTO hot_queue (message_id, person, channel, external_id, message_number, kind, visibility, registered_at, historical, title, text, arrived_at)
       SELECT entered.*, $12::timestamptz
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::boolean[], $10::text[], $11::text[])
         AS entered (message_id, person, channel, external_id, message_number, kind, visibility, registered_at, historical, title, text)
       WHERE NOT EXISTS (SELECT FROM hot_member WHERE hot_member.message_id = entered.message_id)
       ON CONFLICT DO NOTHING`,
      [
        all(({ messageId }) => messageId),
        all(({ authorHash }) => authorHash),
        all(({ channel }) => channel),
        all(({ externalId }) => externalId),
        all(({ messageNumber }) => messageNumber),
        all(({ kind }) => kind),
        all(({ visibility }) => visibility),
        all(({ registeredAt }) => registeredAt),
        all(({ historical }) => historical),
        all(({ title }) => title),
        all(({ text }) => text),
        arrivedAt,
      ],
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
