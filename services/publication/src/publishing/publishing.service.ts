import { Inject, Injectable } from '@nestjs/common';
import type { EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import {
  judge,
  noticeEvent,
  publicationInstant,
  verdictEvent,
  type PublishingMessage,
  type Verdict,
  type WaitingNotice,
  type WaitingReply,
} from './publishing.rules.js';
import { ExtensionNoticeEntity } from './extension-notice.entity.js';
import { ReplyEntity } from './reply.entity.js';
import { CLOCK } from '../tokens.js';

export type LockedMessage = PublishingMessage & { messageId: string; version: number };

type ReplyRow = Omit<WaitingReply, 'unit'> & { unitCode: string; unitName: string };
type NoticeRow = Omit<WaitingNotice, 'unit'> & { unitCode: string; unitName: string };

/** Gate and publication of what units submitted, in the transaction that brought it or its message. */
@Injectable()
export class PublishingService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async storeReplies(manager: EntityManager, replies: readonly WaitingReply[]): Promise<void> {
    const rows = replies.map(({ unit, replyId, messageId, text, interim, historical, submittedAt }) =>
      ({ replyId, messageId, unitCode: unit.code, unitName: unit.name, text, interim, historical, submittedAt }));
    await insertRows(manager, ReplyEntity, rows, { onConflict: 'ignore' });
  }

  async storeNotices(manager: EntityManager, notices: readonly WaitingNotice[]): Promise<void> {
    const rows = notices.map(({ unit, extensionId, messageId, reason, newDueOn, submittedAt }) =>
      ({ extensionId, messageId, unitCode: unit.code, unitName: unit.name, reason, newDueOn, submittedAt }));
    await insertRows(manager, ExtensionNoticeEntity, rows, { onConflict: 'ignore' });
  }

  /**
   * Settles everything that waits for these registered and locked messages, and tells the bus.
   * @returns how many events each message has been given
   */
  async publish(manager: EntityManager, messages: readonly LockedMessage[]): Promise<Map<string, number>> {
    const now = this.clock.now();
    const byId = new Map(messages.map((message) => [message.messageId, message]));
    const emitted = new Map<string, number>();
    const envelopes: EventEnvelope[] = [];
    const next = (messageId: string): { sequence: number; now: Date } => {
      const count = (emitted.get(messageId) ?? 0) + 1;
      emitted.set(messageId, count);
      return { sequence: (byId.get(messageId)?.version ?? 0) + count, now };
    };

    const notices = await this.waitingNotices(manager, [...byId.keys()]);
    const published = notices.map((notice) => publicationInstant(notice.submittedAt, false, now));
    notices.forEach((notice, index) => envelopes.push(noticeEvent(notice, published[index] ?? now, next(notice.messageId))));
    await this.markNotices(manager, notices, published);

    const replies = await this.waitingReplies(manager, [...byId.keys()]);
    const verdicts = replies.map((reply) => judge(reply, now));
    for (const [index, reply] of replies.entries()) {
      const message = byId.get(reply.messageId);
      const verdict = verdicts[index];
      if (message && verdict) envelopes.push(verdictEvent(reply, message, verdict, next(reply.messageId)));
    }
    await this.markReplies(manager, replies, verdicts);
    await appendToOutbox(manager, envelopes);
    return emitted;
  }

  private async waitingReplies(manager: EntityManager, messageIds: string[]): Promise<WaitingReply[]> {
    const rows = await manager.query<ReplyRow[]>(
      `SELECT reply_id AS "replyId", message_id AS "messageId", unit_code AS "unitCode", unit_name AS "unitName", text,
         interim, historical, submitted_at AS "submittedAt"
       FROM reply WHERE state = 'waiting' AND message_id = ANY ($1::uuid[]) ORDER BY message_id, submitted_at, reply_id`,
      [messageIds],
    );
    return rows.map(({ unitCode, unitName, ...row }) => ({ ...row, unit: { code: unitCode, name: unitName } }));
  }

  private async waitingNotices(manager: EntityManager, messageIds: string[]): Promise<WaitingNotice[]> {
    const rows = await manager.query<NoticeRow[]>(
      `SELECT extension_id AS "extensionId", message_id AS "messageId", unit_code AS "unitCode", unit_name AS "unitName",
         reason, new_due_on::text AS "newDueOn", submitted_at AS "submittedAt"
       FROM extension_notice WHERE published_at IS NULL AND message_id = ANY ($1::uuid[])
       ORDER BY message_id, submitted_at, extension_id`,
      [messageIds],
    );
    return rows.map(({ unitCode, unitName, ...row }) => ({ ...row, unit: { code: unitCode, name: unitName } }));
  }

  private async markNotices(manager: EntityManager, notices: readonly WaitingNotice[], publishedAt: readonly Date[]): Promise<void> {
    if (notices.length === 0) return;
    await manager.query(
      `UPDATE extension_notice SET published_at = settled.published_at
       FROM unnest($1::uuid[], $2::timestamptz[]) AS settled (extension_id, published_at)
       WHERE extension_notice.extension_id = settled.extension_id`,
      [notices.map((notice) => notice.extensionId), publishedAt],
    );
  }

  private async markReplies(manager: EntityManager, replies: readonly WaitingReply[], verdicts: readonly Verdict[]): Promise<void> {
    if (replies.length === 0) return;
    await manager.query(
      `UPDATE reply SET state = settled.state, published_at = settled.published_at, reasons = string_to_array(settled.reasons, ',')
       FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) AS settled (reply_id, state, published_at, reasons)
       WHERE reply.reply_id = settled.reply_id`,
      [
        replies.map((reply) => reply.replyId),
        verdicts.map((verdict) => verdict.state),
        verdicts.map((verdict) => (verdict.state === 'published' ? verdict.publishedAt : null)),
        verdicts.map((verdict) => (verdict.state === 'returned' ? verdict.reasons.join(',') : '')),
      ],
    );
  }
}
