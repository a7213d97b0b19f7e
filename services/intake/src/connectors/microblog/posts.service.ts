import { Inject, Injectable } from '@nestjs/common';
import type { Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, insertRows, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { RegistrationOutcome } from '../../message/outcome.rules.js';
import { CLOCK } from '../../tokens.js';
import { MicroblogPost } from './microblog.entity.js';
import type { Post } from './platform/weibo.rules.js';

/** Where something is said about a message: below its status, and in answer to its comment where it is one. */
export interface Place {
  account: string;
  statusId: string;
  commentId: string | null;
  visibility: Visibility;
}

interface HeldBefore extends Pick<Post, 'kind' | 'id' | 'statusId' | 'text'> {
  reason: string;
  capturedAt: Date;
}

/** What was captured, once each. */
@Injectable()
export class Posts {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those that were not captured before. */
  async unknown<One extends Pick<Post, 'kind' | 'id'>>(posts: readonly One[]): Promise<One[]> {
    const known = await this.dataSource.query<{ kind: string; id: string }[]>(
      `SELECT kind, post_id AS id FROM microblog_post JOIN unnest($1::text[], $2::text[]) AS asked (kind, post_id) USING (kind, post_id)`,
      [posts.map(({ kind }) => kind), posts.map(({ id }) => id)],
    );
    const keys = new Set(known.map(({ kind, id }) => `${kind} ${id}`));
    return posts.filter(({ kind, id }) => !keys.has(`${kind} ${id}`));
  }

  /** In the transaction of its registration; what an earlier release kept without a message has one from now on. */
  async keep(manager: EntityManager, { kind, id: postId, statusId }: Post, account: string, outcome: RegistrationOutcome): Promise<void> {
    const messageId = outcome.outcome === 'conflict' ? null : outcome.messageId;
    await insertRows(manager, MicroblogPost, [{ kind, postId, statusId, account, capturedAt: this.clock.now(), messageId }], { onConflict: { update: ['messageId'], where: 'microblog_post.message_id IS NULL' } });
  }

  /** What an earlier release kept beside, of which no message was made. */
  async heldBefore(account: string): Promise<{ post: Post; capturedAt: Date }[]> {
    const rows = await this.dataSource.query<HeldBefore[]>(
      `SELECT kind, post_id AS id, status_id AS "statusId", reason, text, held_post.captured_at AS "capturedAt" FROM held_post JOIN microblog_post USING (kind, post_id)
       WHERE message_id IS NULL AND held_post.account = $1 ORDER BY held_post.captured_at LIMIT 100`,
      [account],
    );
    return rows.map(({ capturedAt, reason, ...post }) => ({ capturedAt, post: { ...post, postedAt: capturedAt, author: null, isReadable: reason !== 'unreadable' } }));
  }

  /** Undefined where the message came by no post: a follow-up has that of the first message. */
  async placeOf(messageId: string): Promise<Place | undefined> {
    const [place] = await this.dataSource.query<Place[]>(
      `SELECT account, status_id AS "statusId", CASE microblog_post.kind WHEN 'comment' THEN post_id END AS "commentId", coalesce(nullif(message_content.visibility, 'public'), message.visibility) AS visibility
       FROM message JOIN microblog_post ON microblog_post.message_id IN (message.message_id, message.follow_up_to)
       LEFT JOIN message_content ON message_content.message_id = message.message_id
       WHERE message.message_id = $1`,
      [messageId],
    );
    return place;
  }

  /** The platform told that it stands no more. */
  async gone(messageId: string): Promise<void> {
    await this.dataSource.query('UPDATE microblog_post SET gone_at = $2 WHERE message_id = $1 AND gone_at IS NULL', [messageId, new Date()]);
  }
}
