import { Inject, Injectable } from '@nestjs/common';
import type { Visibility } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { recomputeStates, lockMessages } from '../../message/locked-message.js';
import { Notices } from '../../notification/notices.service.js';
import { Suggestions } from '../../suggestion/suggestions.service.js';
import { CLOCK } from '../../tokens.js';
import { ExtensionNoticeEntity } from '../extension/extension.entity.js';
import { ReviewEntity } from './review.entity.js';

export interface Review {
  replyId: string;
  messageId: string;
  outcome: 'published' | 'returned';
  interim: boolean | null;
  visibility: Visibility | null;
  path: string | null;
  reasons: string[];
  note: string | null;
  decidedAt: string;
  sequence: number;
  corrects: string | null;
  supplements: string | null;
  renews: string | null;
}

export interface ExtensionNotice {
  extensionId: string;
  messageId: string;
  publishedAt: string;
}

/** What publication decided about replies and notices, kept in whatever order it comes, and part of the message's state. */
@Injectable()
export class Reviews {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(Suggestions) private readonly suggestions: Suggestions,
  ) {}

  async record(manager: EntityManager, reviews: readonly Review[]): Promise<void> {
    const newest = new Map<string, Review>();
    for (const review of reviews) {
      if ((newest.get(review.replyId)?.sequence ?? 0) < review.sequence) newest.set(review.replyId, review);
    }
    const rows = [...newest.values()].sort((a, b) => (a.replyId < b.replyId ? -1 : 1));
    const messageIds = rows.map((row) => row.messageId);
    await lockMessages(manager, messageIds);
    await insertRows(manager, ReviewEntity, rows, { onConflict: { update: 'all', where: 'excluded.sequence > review.sequence' } });
    await recomputeStates(manager, messageIds);
    await this.suggestions.confirm(manager, messageIds, this.clock.now());
    await this.tellOfReturns(manager, rows);
  }

  private async tellOfReturns(manager: EntityManager, reviews: readonly Review[]): Promise<void> {
    const returned = reviews.filter(({ outcome }) => outcome === 'returned').map(({ replyId }) => replyId);
    if (returned.length === 0) return;
    const rows = await manager.query<{ replyId: string; messageId: string; unitCode: string }[]>(
      'SELECT reply_id AS "replyId", message_id AS "messageId", unit_code AS "unitCode" FROM reply WHERE reply_id = ANY ($1::uuid[]) AND unit_code IS NOT NULL ORDER BY reply_id',
      [returned],
    );
    await this.notices.tell(manager, rows.map(({ replyId, messageId, unitCode }) => ({ kind: 'reply-returned', key: `reply returned ${replyId}`, messageId, unitCode, posts: ['web-admin', 'backup'] })));
  }

  async recordNotices(manager: EntityManager, notices: readonly ExtensionNotice[]): Promise<void> {
    const unique = new Map(notices.map(({ extensionId, messageId, publishedAt }) => [extensionId, { extensionId, messageId, publishedAt }]));
    const rows = [...unique.values()];
    rows.sort((a, b) => (a.extensionId < b.extensionId ? -1 : 1));
    await insertRows(manager, ExtensionNoticeEntity, rows, { onConflict: 'ignore' });
  }
}
