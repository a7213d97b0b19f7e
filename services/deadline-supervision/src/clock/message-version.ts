import type { EntityManager } from '@wenzheng/platform';

/** The next `sequence` of each message, for an event about it; its row stays locked. In order of ids, so that no two wait crosswise. */
export async function nextVersions(manager: EntityManager, messageIds: readonly string[]): Promise<Map<string, number>> {
  await manager.query('SELECT FROM clock WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE', [messageIds]);
  const [rows] = (await manager.query(
    'UPDATE clock SET version = version + 1 WHERE message_id = ANY ($1::uuid[]) RETURNING message_id AS "messageId", version',
    [messageIds],
  )) as [{ messageId: string; version: number }[], number];
  return new Map(rows.map(({ messageId, version }) => [messageId, version]));
}
