import { Inject, Injectable } from '@nestjs/common';
import type { EventData, messageLiked } from '@wenzheng/contracts';
import { DATA_SOURCE, type BeforeJson, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { z } from 'zod';
import type { SupervisionConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { LikedMessage, likedMessagesSchema } from './likes.schema.js';

interface Page {
  atLeast?: number | undefined;
  since?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** 点赞: a sign of heat beside the people, and never one of them. */
@Injectable()
export class LikesService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  /** The latest count of a message holds, of two of one instant the higher, in whatever order and however often they come. */
  async keep(manager: EntityManager, counts: readonly EventData<typeof messageLiked>[]): Promise<void> {
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

  /** 高赞单件, the most liked first, whether others speak of the same or not. */
  async messages({ atLeast = this.config.MANY_LIKES, since, after, limit }: Page): Promise<BeforeJson<z.infer<typeof likedMessagesSchema>>> {
    const messages = await this.dataSource.query<BeforeJson<LikedMessage>[]>(
      `SELECT message_id AS "messageId", external_id AS "externalId", message_number AS "messageNumber", channel, kind, visibility,
         registered_at AS "registeredAt", likes, counted_at AS "countedAt",
         CASE WHEN raised_at IS NOT NULL AND state IN ('raised', 'confirmed') THEN issue_id END AS "hotIssueId"
       FROM hot_likes JOIN hot_member USING (message_id) JOIN hot_issue USING (issue_id)
       WHERE likes >= $1
         AND ($2::date IS NULL OR registered_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai')
         AND ($3::uuid IS NULL OR (-likes, message_id) > (SELECT -likes, message_id FROM hot_likes WHERE message_id = $3))
       ORDER BY likes DESC, message_id LIMIT $4`,
      [atLeast, since ?? null, after ?? null, limit + 1],
    );
    const shown = messages.slice(0, limit);
    return { atLeast, messages: shown, next: messages.length > limit ? (shown.at(-1)?.messageId ?? null) : null };
  }
}
