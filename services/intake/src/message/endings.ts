import { firstEnd, type MessageEnd } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** What ends each message and stands: the first published reply that is neither interim nor a correction, a supplement or the answer of a renewed handling, a ruling that no objection has lifted, a transfer, a withdrawal. */
const endsSql = `
  SELECT message_id AS "messageId", CASE visibility WHEN 'public' THEN 'publicly-answered' ELSE 'privately-answered' END AS ending, published_at AS at FROM (
    SELECT DISTINCT ON (message_id) message_id, visibility, published_at FROM reply
    WHERE message_id = ANY ($1::uuid[]) AND NOT interim AND coalesce(corrects, supplements, renews) IS NULL ORDER BY message_id, published_at, reply_id) AS answer
  UNION ALL SELECT message_id, 'ruled-invalid', ruled_at FROM ruling WHERE message_id = ANY ($1::uuid[])
    AND NOT EXISTS (SELECT FROM objection_decision AS decision WHERE decision.ruling_id = ruling.ruling_id AND outcome = 'upheld')
  UNION ALL SELECT message_id, 'transferred', transferred_at FROM transfer WHERE message_id = ANY ($1::uuid[])
  UNION ALL SELECT message_id, 'withdrawn', withdrawn_at FROM withdrawal WHERE message_id = ANY ($1::uuid[])`;

/** Computes how locked messages have ended, whatever the order in which that became known. */
export async function endMessages(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
  const rows = await manager.query<(MessageEnd & { messageId: string })[]>(endsSql, [messageIds]);
  const ends = Map.groupBy(rows, ({ messageId }) => messageId);
  const ids = [...new Set(messageIds)].sort();
  await manager.query(
    `UPDATE message SET ending = computed.ending FROM unnest($1::uuid[], $2::text[]) AS computed (message_id, ending)
     WHERE message.message_id = computed.message_id AND message.ending <> computed.ending`,
    [ids, ids.map((id) => firstEnd(ends.get(id) ?? [])?.ending ?? 'open')],
  );
}
