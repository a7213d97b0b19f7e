import type { EventEnvelope, MessageKind } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { MatterEntity } from './matter.entity.js';
import { matterOf, outweighs, outweighsSql, toldBy, type Told } from './matter.rules.js';

/** Insert in order of ids to avoid deadlocks; lock the timers first if you lock them. */
export async function keepMatters(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
  const told = new Map<string, Told>();
  for (const one of events.flatMap(toldBy)) {
    const standing = told.get(one.messageId);
    if (!standing || outweighs(one, standing)) told.set(one.messageId, one);
  }
  const rows = [...told.values()].toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
  await insertRows(manager, MatterEntity, rows, { onConflict: { update: 'all', where: outweighsSql } });
}

interface Row {
  messageId: string;
  title: string | null;
  isKnown: boolean;
  kind: MessageKind | null;
  visibility: string;
}

/** 事由 of messages, as it may be shown today; null where it was never told. */
export async function mattersOf(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await manager.query<Row[]>(
    `SELECT message_id AS "messageId", title, matter.message_id IS NOT NULL AS "isKnown", kind, visibility
     FROM deadline LEFT JOIN matter USING (message_id) WHERE message_id = ANY ($1::uuid[])`,
    [messageIds],
  );
  return new Map(rows.map((row) => [row.messageId, matterOf(row)]));
}
