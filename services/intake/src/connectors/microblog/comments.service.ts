import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { Notification } from '../../delivery/connector.js';
import { Budgets } from './budgets.service.js';
import type { Account } from '../../config.js';
import { idBefore, WeiboError } from './platform/weibo.rules.js';
import { pageSize, Weibo } from './platform/weibo.js';
import type { Place } from './posts.service.js';

/** The platform's clock and ours. */
const skewMs = 10 * 60_000;
const mostPages = 4;

interface Attempt {
  text: string;
  attemptedAt: Date;
  commentId: string | null;
}

/** Our comments. Each is kept before it is posted, so that one whose answer was lost is found instead of posted twice. */
@Injectable()
export class Comments {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Weibo) private readonly weibo: Weibo,
    @Inject(Budgets) private readonly budgets: Budgets,
  ) {}

  /** @returns the comment's id, of this attempt or of one before. @throws WeiboError */
  async say({ id, messageId }: Pick<Notification, 'id' | 'messageId'>, account: Account, place: Place, text: string, signal: AbortSignal): Promise<string> {
    const before = await this.attemptOf(id);
    const known = before && (before.commentId ?? (await this.find(account, before, signal)));
    if (known) return this.stands(id, known);
    await this.budgets.take(account, 'comments', 'saying');
    await this.dataSource.query(
      `INSERT INTO microblog_comment (notification_id, message_id, account, text, attempted_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (notification_id) DO UPDATE SET text = excluded.text, attempted_at = excluded.attempted_at`,
      [id, messageId, account.name, text, new Date()],
    );
    return this.stands(id, await this.post(account, place, text, signal));
  }

  private async post(account: Account, place: Place, text: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.weibo.comment(account, place, text, signal);
    } catch (error) {
      // It says that it has it: an attempt of ours of which we do not know the end.
      const found = error instanceof WeiboError && error.isRepeated ? await this.find(account, { text, attemptedAt: new Date(0) }, signal) : null;
      if (found === null) throw error;
      return found;
    }
  }

  private async attemptOf(id: string): Promise<Attempt | undefined> {
    const [attempt] = await this.dataSource.query<Attempt[]>('SELECT text, attempted_at AS "attemptedAt", comment_id AS "commentId" FROM microblog_comment WHERE notification_id = $1', [id]);
    return attempt;
  }

  private async stands(id: string, commentId: string): Promise<string> {
    await this.dataSource.query('UPDATE microblog_comment SET comment_id = $2 WHERE notification_id = $1', [id, commentId]);
    return commentId;
  }

  /** Among our newest comments, one that reads so and is not known to be another's. */
  private async find(account: Account, { text, attemptedAt }: Pick<Attempt, 'text' | 'attemptedAt'>, signal: AbortSignal): Promise<string | null> {
    let max: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      await this.budgets.take(account, 'calls', 'saying');
      const own = await this.weibo.ownComments(account, { since: '0', max }, signal);
      for (const comment of own.filter((one) => one.text === text)) if (!(await this.isKnown(comment.id))) return comment.id;
      const oldest = own.at(-1);
      if (!oldest || own.length < pageSize || (oldest.postedAt && oldest.postedAt.getTime() < attemptedAt.getTime() - skewMs)) return null;
      max = idBefore(oldest.id);
    }
    return null;
  }

  private async isKnown(commentId: string): Promise<boolean> {
    const known = await this.dataSource.query<unknown[]>('SELECT FROM microblog_comment WHERE comment_id = $1', [commentId]);
    return known.length > 0;
  }
}
