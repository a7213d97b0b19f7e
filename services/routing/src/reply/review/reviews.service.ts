import { Injectable } from '@nestjs/common';
import type { Visibility } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { recomputeStates, lockMessages } from '../../message/locked-message.js';

export interface Review {
  replyId: string;
  messageId: string;
  outcome: 'published' | 'returned';
  interim: boolean | null;
  visibility: Visibility | null;
  path: string | null;
  reasons: string[];
  decidedAt: string;
  sequence: number;
}

export interface ExtensionNotice {
  extensionId: string;
  messageId: string;
  publishedAt: string;
}

/** What publication decided about replies and notices, kept in whatever order it comes, and part of the message's state. */
@Injectable()
export class Reviews {
  async record(manager: EntityManager, reviews: readonly Review[]): Promise<void> {
    const newest = new Map<string, Review>();
    for (const review of reviews) {
      if ((newest.get(review.replyId)?.sequence ?? 0) < review.sequence) newest.set(review.replyId, review);
    }
    const rows = [...newest.values()].sort((a, b) => (a.replyId < b.replyId ? -1 : 1));
    const messageIds = rows.map((row) => row.messageId);
    await lockMessages(manager, messageIds);
    await manager.query(
      `INSERT INTO review (reply_id, message_id, outcome, interim, visibility, path, reasons, decided_at, sequence)
       SELECT "replyId", "messageId", outcome, interim, visibility, path, ARRAY(SELECT jsonb_array_elements_text(reasons)), "decidedAt", sequence
       FROM jsonb_to_recordset($1::jsonb) AS row ("replyId" uuid, "messageId" uuid, outcome text, interim boolean, visibility text,
         path text, reasons jsonb, "decidedAt" timestamptz, sequence integer)
       ON CONFLICT (reply_id) DO UPDATE SET outcome = excluded.outcome, interim = excluded.interim, visibility = excluded.visibility,
         path = excluded.path, reasons = excluded.reasons, decided_at = excluded.decided_at, sequence = excluded.sequence
       WHERE excluded.sequence > review.sequence`,
      [JSON.stringify(rows)],
    );
    await recomputeStates(manager, messageIds);
  }

  async recordNotices(manager: EntityManager, notices: readonly ExtensionNotice[]): Promise<void> {
    const rows = [...new Map(notices.map((notice) => [notice.extensionId, notice])).values()];
    rows.sort((a, b) => (a.extensionId < b.extensionId ? -1 : 1));
    await manager.query(
      `INSERT INTO extension_notice (extension_id, message_id, published_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) ON CONFLICT (extension_id) DO NOTHING`,
      [rows.map((row) => row.extensionId), rows.map((row) => row.messageId), rows.map((row) => row.publishedAt)],
    );
  }
}
