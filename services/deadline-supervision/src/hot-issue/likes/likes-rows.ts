import type { EventData, messageLiked } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';

/** The latest count of a message holds, of two of one instant the higher, in whatever order and however often they come. */
export async function keepLikes(manager: EntityManager, counts: readonly EventData<typeof messageLiked>[]): Promise<void> {
  await manager.query(
    `INSERT INTO hot_likes (message_id, likes, counted_at)
     SELECT DISTINCT ON (message_id) message_id, likes, counted_at
     FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS counted (message_id, likes, counted_at)
     ORDER BY message_id, counted_at DESC, likes DESC
     ON CONFLICT (message_id) DO UPDATE SET likes = excluded.likes, counted_at = excluded.counted_at
     WHERE (excluded.counted_at, excluded.likes) > (hot_likes.counted_at, hot_likes.likes)`,
    [counts.map(({ messageId }) => messageId), counts.map(({ likes }) => likes), counts.map(({ countedAt }) => countedAt)],
  );
}
