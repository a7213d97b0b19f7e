import type { MessageKind } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { matterOf } from './matter.rules.js';

interface Row {
  messageId: string;
  title: string | null;
  kind: MessageKind | null;
  visibility: string;
}

/** 事由 of messages, as it may be shown today. */
export async function mattersOf(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await manager.query<Row[]>(
    `SELECT message_id AS "messageId", kind,
       coalesce((SELECT data->>'visibility' FROM deadline_fact AS fact
        WHERE fact.message_id = deadline.message_id AND fact.message_id = ANY ($1::uuid[]) AND type = 'visibility-changed' ORDER BY sequence DESC LIMIT 1), visibility) AS visibility,
       (SELECT data->>'title' FROM deadline_fact AS fact
        WHERE fact.message_id = deadline.message_id AND fact.message_id = ANY ($1::uuid[]) AND (type = 'registered' OR type = 'text-hidden' AND data->>'part' = 'title')
        ORDER BY type = 'registered', sequence DESC LIMIT 1) AS title
     FROM deadline WHERE message_id = ANY ($1::uuid[])`,
    [messageIds],
  );
  return new Map(rows.map((row) => [row.messageId, matterOf(row)]));
}
