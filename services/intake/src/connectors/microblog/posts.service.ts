import { Inject, Injectable } from '@nestjs/common';
import type { Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, insertRows, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { RegistrationOutcome } from '../../message/outcome.rules.js';
import { CLOCK } from '../../tokens.js';
import { cleaned, type HeldReason } from './capture.rules.js';
import { HeldPost, MicroblogPost } from './microblog.entity.js';
import type { Post } from './platform/weibo.rules.js';

/** Where something is said about a message: below its status, and in answer to its comment where it is one. */
export interface Place {
  account: string;
  statusId: string;
  commentId: string | null;
  visibility: Visibility;
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

  /** In the transaction of its registration. A conflict: an integration has registered other words under the post's id. */
  async keep(manager: EntityManager, post: Post, account: string, outcome: RegistrationOutcome): Promise<void> {
    if (outcome.outcome === 'conflict') return this.hold(manager, post, account, 'conflict');
    await this.insert(manager, post, account, outcome.messageId);
  }

  async hold(manager: EntityManager, post: Post, account: string, reason: HeldReason): Promise<void> {
    await this.insert(manager, post, account, null);
    const row = { kind: post.kind, postId: post.id, account, reason, text: cleaned(post.text), capturedAt: this.clock.now() };
    await insertRows(manager, HeldPost, [row], { onConflict: 'ignore' });
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

  private async insert(manager: EntityManager, { kind, id: postId, statusId }: Post, account: string, messageId: string | null): Promise<void> {
    await insertRows(manager, MicroblogPost, [{ kind, postId, statusId, account, capturedAt: this.clock.now(), messageId }], { onConflict: 'ignore' });
  }
}
