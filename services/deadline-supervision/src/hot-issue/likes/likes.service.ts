import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, pageFrom, type BeforeJson, type DataSource } from '@wenzheng/platform';
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
    return { atLeast, ...pageFrom(messages, limit, ({ messageId }) => String(messageId)) };
  }
}
