import { Inject, Injectable } from '@nestjs/common';
import type { Rating } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import type { Fact } from '../projection/facts.rules.js';
import { READS } from '../tokens.js';
import { amendedReplies, type KeptReply } from './amended-replies.rules.js';
import { attachmentsOf, type AttachmentView } from './attachments.rules.js';
import { decisionsOf, ratingOf, type DecisionWords } from './decisions.rules.js';
import type { DecisionView, MessageRow, NoticeView, ReplyView } from './message-view.rules.js';

/** A message of a list with the words that everybody reads of it now; of a private one there are none. */
export interface WordedMessage {
  row: MessageRow;
  text: string | null;
  replies: readonly ReplyView[];
  notices: readonly NoticeView[];
}

/** With what was decided about it and what goes with it. */
export interface WholeMessage extends WordedMessage {
  attachments: readonly AttachmentView[];
  decisions: readonly DecisionView[];
  rating: Rating | null;
}

const isWithheld = ({ visibility }: MessageRow): boolean => visibility !== 'public';

/** The published words of many messages at once, for feeds and files. */
@Injectable()
export class PublishedWords {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** In the order of the rows. */
  async of(rows: readonly MessageRow[]): Promise<WordedMessage[]> {
    const ids = rows.filter((row) => !isWithheld(row)).map(({ messageId }) => messageId);
    const [texts, replies, notices] = await Promise.all([
      this.reads.query<{ messageId: string; text: string | null }[]>(`SELECT message_id AS "messageId", text FROM message WHERE message_id = ANY ($1::uuid[]) AND visibility = 'public'`, [ids]),
      this.reads.query<(KeptReply & { messageId: string })[]>(
        `SELECT message_id AS "messageId", reply_id AS "replyId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, text, interim, submitted_at AS "submittedAt", published_at AS "publishedAt",
           corrects, supplements, result, promise, fulfils, renews, NULL AS attachments
         FROM reply WHERE message_id = ANY ($1::uuid[]) AND published_at IS NOT NULL ORDER BY submitted_at, reply_id`,
        [ids],
      ),
      this.reads.query<(NoticeView & { messageId: string })[]>(
        `SELECT message_id AS "messageId", extension_id AS "extensionId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, reason, new_due_on::text AS "newDueOn",
           submitted_at AS "submittedAt", published_at AS "publishedAt"
         FROM extension_notice WHERE message_id = ANY ($1::uuid[]) AND published_at IS NOT NULL ORDER BY submitted_at, extension_id`,
        [ids],
      ),
    ]);
    // Looked at once more: what became private between the two looks has no words here either.
    const textOf = new Map(texts.map(({ messageId, text }) => [messageId, text]));
    const [repliesOf, noticesOf] = [Map.groupBy(replies, ({ messageId }) => messageId), Map.groupBy(notices, ({ messageId }) => messageId)];
    return rows.map((row) => {
      const { messageId } = row;
      if (isWithheld(row) || !textOf.has(messageId)) return { row: withoutWords(row), text: null, replies: [], notices: [] };
      return { row, text: textOf.get(messageId) ?? null, replies: amendedReplies(repliesOf.get(messageId) ?? []), notices: noticesOf.get(messageId) ?? [] };
    });
  }

  /** In the order of the rows; what may be read of a message's deeds may be read where its words may. */
  async whole(rows: readonly MessageRow[]): Promise<WholeMessage[]> {
    const messages = await this.of(rows);
    const ids = messages.filter(({ row }) => !isWithheld(row)).map(({ row }) => row.messageId);
    const [facts, decisions] = await Promise.all([
      this.reads.query<Fact[]>(`SELECT message_id AS "messageId", owner, sequence, type, at, data FROM fact WHERE message_id = ANY ($1::uuid[])`, [ids]),
      this.reads.query<(DecisionWords & { messageId: string })[]>(`SELECT message_id AS "messageId", decision_id AS "decisionId", reason, guidance FROM decision WHERE message_id = ANY ($1::uuid[])`, [ids]),
    ]);
    const [factsOf, wordsOf] = [Map.groupBy(facts, ({ messageId }) => messageId), Map.groupBy(decisions, ({ messageId }) => messageId)];
    return messages.map((message) => {
      const own = factsOf.get(message.row.messageId) ?? [];
      return { ...message, attachments: attachmentsOf(own).filter(({ isReleased }) => isReleased), decisions: decisionsOf(own, wordsOf.get(message.row.messageId) ?? []), rating: ratingOf(own) };
    });
  }
}

const withoutWords = (row: MessageRow): MessageRow => ({ ...row, visibility: 'private', title: null });
