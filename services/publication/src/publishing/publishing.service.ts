import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, EventEnvelope } from '@wenzheng/contracts';
import { bandsOf, type Finding } from '@wenzheng/gate';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { BusinessDate, Clock } from '@wenzheng/working-days';
import { Gate, isLongEnoughToCompare } from './gate.service.js';
import {
  isJudged,
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
import type { ReviewMode } from './review-policy.entity.js';
import { CLOCK } from '../tokens.js';

export type LockedMessage = PublishingMessage & { messageId: string; channel: ChannelName; registeredOn: BusinessDate; version: number };
export type StoredReply = WaitingReply & { bands: number[] | null; isOfPrivate: boolean; /** 更正 of a reply that has some. */ amendsAttachments: boolean };

type ReplyRow = Omit<StoredReply, 'unit'> & { unitCode: string; unitName: string };
type NoticeRow = Omit<WaitingNotice, 'unit'> & { unitCode: string; unitName: string };

/** Gate and publication of what units submitted, in the transaction that brought it or its message. */
@Injectable()
export class PublishingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  async storeReplies(manager: EntityManager, replies: readonly WaitingReply[]): Promise<void> {
    const rows = replies.map(({ unit, replyId, messageId, text, interim, historical, submittedAt, corrects, supplements, result, promise, fulfils, renews, sharedWith, attachments, findingReasons = [] }) => ({
      replyId, messageId, unitCode: unit.code, unitName: unit.name, text, interim, historical, submittedAt, corrects, supplements, result, promise, fulfils, renews, sharedWith, attachments, findingReasons,
      bands: isJudged({ interim, historical }) && isLongEnoughToCompare(text) ? bandsOf(text) : null,
    }));
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
    const verdicts = await this.judged(manager, replies, byId, now);
    for (const [index, reply] of replies.entries()) {
      const message = byId.get(reply.messageId);
      const verdict = verdicts[index];
      if (message && verdict) envelopes.push(verdictEvent(reply, message, verdict, next(reply.messageId)));
    }
    await this.markReplies(manager, replies, verdicts, byId);
    await appendToOutbox(manager, envelopes);
    return emitted;
  }

  /** Messages whose replies wait because they repeat those to one of these, which was not registered here. */
  async waitingFor(manager: EntityManager, leads: readonly string[]): Promise<string[]> {
    if (leads.length === 0) return [];
    const rows = await manager.query<{ id: string }[]>(`SELECT DISTINCT message_id AS id FROM reply WHERE state = 'waiting' AND shared_with = ANY ($1::uuid[]) ORDER BY id`, [leads]);
    return rows.map(({ id }) => id);
  }

  /** What the office has decided about a reply that waited for it. @returns how many events its message has been given */
  async settle(manager: EntityManager, message: LockedMessage, reply: WaitingReply, verdict: Verdict): Promise<number> {
    await this.markReplies(manager, [reply], [verdict], new Map([[message.messageId, message]]));
    await appendToOutbox(manager, [verdictEvent(reply, message, verdict, { sequence: message.version + 1, now: this.clock.now() })]);
    return 1;
  }

  private async judged(manager: EntityManager, replies: readonly StoredReply[], messages: ReadonlyMap<string, LockedMessage>, now: Date): Promise<Verdict[]> {
    if (replies.length === 0) return [];
    const judged = replies.filter(isJudged);
    const found = await this.gate.judge(manager, judged.map((reply) => ({ ...reply, attachments: (reply.attachments?.length ?? 0) + Number(reply.amendsAttachments), messageNumber: messages.get(reply.messageId)?.messageNumber ?? '' })));
    const findings = new Map<string, Finding[]>(judged.map(({ replyId }, index) => [replyId, found[index] ?? []]));
    const policies = await manager.query<{ channel: string; review: ReviewMode }[]>('SELECT channel, review FROM review_policy');
    const reviewOf = new Map(policies.map(({ channel, review }) => [channel, review]));
    return replies.map((reply) => {
      const message = messages.get(reply.messageId);
      // What answers a message that others may not read, or not yet, is not shown to them with another one before the office has read it.
      const review = reply.isOfPrivate && message?.visibility === 'public' ? 'all' : (reviewOf.get(message?.channel ?? '') ?? 'none');
      return judge(reply, { findings: findings.get(reply.replyId) ?? [], review, registeredOn: message?.registeredOn ?? '', calendar: this.calendars.current, now });
    });
  }

  /** One that repeats the reply to another message is among them once that is registered here too: only then is it known who may read it. */
  private async waitingReplies(manager: EntityManager, messageIds: string[]): Promise<StoredReply[]> {
    const rows = await manager.query<ReplyRow[]>(
      `SELECT reply_id AS "replyId", reply.message_id AS "messageId", reply.unit_code AS "unitCode", reply.unit_name AS "unitName", reply.text,
         interim, reply.historical, reply.submitted_at AS "submittedAt", finding_reasons AS "findingReasons", bands, corrects, supplements, result, promise, fulfils, renews, shared_with AS "sharedWith", attachments,
         EXISTS (SELECT FROM reply AS amended WHERE (amended.reply_id = reply.corrects OR amended.corrects = reply.corrects) AND amended.attachments IS NOT NULL) AS "amendsAttachments",
         coalesce(lead.visibility <> 'public', false) AS "isOfPrivate"
       FROM reply LEFT JOIN message AS lead ON lead.message_id = shared_with
       WHERE state = 'waiting' AND reply.message_id = ANY ($1::uuid[]) AND (shared_with IS NULL OR lead.channel IS NOT NULL) ORDER BY reply.message_id, reply.submitted_at, reply_id`,
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

  private async markReplies(manager: EntityManager, replies: readonly WaitingReply[], verdicts: readonly Verdict[], messages: ReadonlyMap<string, LockedMessage>): Promise<void> {
    if (replies.length === 0) return;
    const rows = replies.map(({ replyId, messageId }, index) => {
      const verdict = verdicts[index]!;
      return {
        reply_id: replyId,
        state: verdict.state,
        findings: verdict.findings,
        reasons: verdict.state === 'returned' ? verdict.reasons : [],
        published_at: verdict.state === 'published' ? verdict.publishedAt : null,
        visibility: verdict.state === 'published' ? messages.get(messageId)?.visibility : null,
        held_at: verdict.state === 'held' ? verdict.heldAt : null,
        review_due_at: verdict.state === 'held' ? verdict.dueAt : null,
      };
    });
    await manager.query(
      `UPDATE reply SET state = settled.state, findings = settled.findings, reasons = settled.reasons, published_at = settled.published_at, visibility = settled.visibility,
         held_at = coalesce(settled.held_at, reply.held_at), review_due_at = coalesce(settled.review_due_at, reply.review_due_at)
       FROM jsonb_populate_recordset(NULL::reply, $1::jsonb) AS settled WHERE reply.reply_id = settled.reply_id`,
      [JSON.stringify(rows)],
    );
  }
}
