import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import type { Language } from '@wenzheng/wording';
import { inSequence, type Fact } from '../projection/facts.rules.js';
import type { PublicationConfig } from '../config.js';
import { amendedReplies, type KeptReply } from './amended-replies.rules.js';
import { conditionsOf } from './filter.rules.js';
import { attachmentsOf, hiddenAttachments } from './attachments.rules.js';
import { decisionsOf, ratingOf, type DecisionWords } from './decisions.rules.js';
import type { Linked, MessageDetails, MessageRow, NoticeView, ReplyView } from './message-view.rules.js';
import { timelineOf, type TimelineReply } from './timeline.rules.js';
import { CONFIG, READS } from '../tokens.js';

/** Of a row, as {@link MessageRow} has them. */
export const columns = `m.message_id AS "messageId", m.message_number AS "messageNumber", m.channel, m.kind, m.visibility, m.content,
  m.registered_at AS "registeredAt", m.registered_on::text AS "registeredOn", m.title, m.historical,
  m.unit_code AS "unitCode", coalesce(u.name, m.unit_name) AS "unitName", coalesce(u.sequence, 0) AS "unitSequence", m.ending, m.ended_at AS "endedAt",
  m.day_zero::text AS "dayZero", m.reply_due_on::text AS "replyDueOn", m.final_due_on::text AS "finalDueOn", m.due_on::text AS "dueOn", m.provisional,
  m.extension, m.interim_published AS "interimPublished", m.submitted_at AS "submittedAt", m.review_due_on::text AS "reviewDueOn", m.answered_at AS "answeredAt", m.answered_in_time AS "answeredInTime",
  m.level, m.calendar_version AS "calendarVersion", m.revision, m.updated_at AS "updatedAt"`;
/** Changes with every message to which its page leads: 追问, 并单. */
const linkedSql = `(SELECT md5(string_agg(l.message_id || ' ' || l.revision, ',' ORDER BY l.message_id)) FROM message l
  WHERE l.message_id IN (m.follow_up_to, m.merged_into) OR l.follow_up_to = m.message_id OR l.merged_into = m.message_id)`;
export const tables = 'message m LEFT JOIN unit u ON u.code = m.unit_code';

/** A question of a session, with its words and what was published of it. */
export interface AskedMessage {
  row: MessageRow;
  text: string | null;
  replies: readonly ReplyView[];
}

/** One message with all that belongs to it, and what pages say of many. Everything public reads the projection through here and {@link MessageLists}; `original` is not among their tables. */
@Injectable()
export class MessageReader {
  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  async byNumber(number: string): Promise<(MessageRow & { linked: string | null }) | null> {
    const rows = await this.reads.query<(MessageRow & { linked: string | null })[]>(
      `SELECT ${columns}, ${linkedSql} AS linked FROM ${tables} WHERE m.message_number = $1 AND m.channel IS NOT NULL`,
      [number],
    );
    return rows[0] ?? null;
  }

  async byId(messageId: string): Promise<MessageRow | null> {
    const rows = await this.reads.query<MessageRow[]>(
      `SELECT ${columns} FROM ${tables} WHERE m.message_id = $1 AND m.channel IS NOT NULL`,
      [messageId],
    );
    return rows[0] ?? null;
  }

  async newestAnswered(limit: number): Promise<MessageRow[]> {
    return this.reads.query<MessageRow[]>(
      `SELECT ${columns} FROM ${tables} WHERE m.answered_at IS NOT NULL AND m.visibility = 'public'
       ORDER BY m.answered_at DESC, m.message_id LIMIT $1`,
      [limit],
    );
  }

  async longestOverdue(limit: number, today: string): Promise<MessageRow[]> {
    const { where, parameters } = conditionsOf({ state: 'overdue' }, today);
    return this.reads.query<MessageRow[]>(
      `SELECT ${columns} FROM ${tables} WHERE ${where} AND m.ending = 'open' ORDER BY m.due_on, m.message_id LIMIT $${parameters.length + 1}`,
      [...parameters, limit],
    );
  }

  async details(messageId: string, language: Language = 'zh'): Promise<MessageDetails> {
    const [[words], facts, replies, notices, decisions, linked, merged] = await Promise.all([
      this.reads.query<{ text: string | null }[]>('SELECT text FROM message WHERE message_id = $1', [messageId]),
      this.reads.query<Fact[]>(
        `SELECT message_id AS "messageId", owner, sequence, type, at, data FROM fact WHERE message_id = $1`,
        [messageId],
      ),
      this.reads.query<(TimelineReply & KeptReply)[]>(
        `SELECT reply_id AS "replyId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, text, interim, historical,
           submitted_at AS "submittedAt", state, published_at AS "publishedAt", corrects, supplements, result, promise, fulfils, renews, attachments
         FROM reply WHERE message_id = $1 ORDER BY submitted_at, reply_id`,
        [messageId],
      ),
      this.reads.query<NoticeView[]>(
        `SELECT extension_id AS "extensionId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, reason, new_due_on::text AS "newDueOn",
           submitted_at AS "submittedAt", published_at AS "publishedAt"
         FROM extension_notice WHERE message_id = $1 AND published_at IS NOT NULL ORDER BY submitted_at, extension_id`,
        [messageId],
      ),
      this.reads.query<DecisionWords[]>('SELECT decision_id AS "decisionId", reason, guidance FROM decision WHERE message_id = $1', [messageId]),
      this.reads.query<(Linked & { isOf: boolean })[]>(
        `SELECT other.message_number AS number, other.title, other.message_id = own.follow_up_to AS "isOf"
         FROM message own JOIN message other ON other.message_id = own.follow_up_to OR other.follow_up_to = own.message_id
         WHERE own.message_id = $1 AND other.channel IS NOT NULL ORDER BY other.registered_at, other.message_number`,
        [messageId],
      ),
      this.reads.query<(Linked & { isInto: boolean })[]>(
        `SELECT other.message_number AS number, other.title, other.message_id = own.merged_into AS "isInto"
         FROM message own JOIN message other ON other.message_id = own.merged_into OR other.merged_into = own.message_id
         WHERE own.message_id = $1 AND other.visibility = 'public' ORDER BY other.registered_at, other.message_number`,
        [messageId],
      ),
    ]);
    const opened = facts.find((fact) => fact.type === 'deadline-opened');
    return {
      text: words?.text ?? null,
      attachments: attachmentsOf(facts),
      replies: amendedReplies(replies, hiddenAttachments(facts)),
      notices,
      decisions: decisionsOf(facts, decisions),
      followUps: { of: linked.find(({ isOf }) => isOf) ?? null, by: linked.filter(({ isOf }) => !isOf) },
      merged: { into: merged.find(({ isInto }) => isInto) ?? null, with: merged.filter(({ isInto }) => !isInto) },
      coHandling: coHandlingOf(facts),
      rating: ratingOf(facts),
      timeline: timelineOf(facts, replies, notices, {
        supervisionOffice: this.config.SUPERVISION_OFFICE_NAME,
        inspectionBureau: this.config.INSPECTION_BUREAU_NAME,
      }, language),
      policyVersion: opened?.data.policyVersion ?? null,
    };
  }

  /** What was asked in a session, in the order of asking. */
  async asked(sessionId: string): Promise<AskedMessage[]> {
    const rows = await this.reads.query<(MessageRow & { text: string | null })[]>(`SELECT ${columns}, m.text FROM ${tables} WHERE m.session_id = $1 AND m.channel IS NOT NULL ORDER BY m.registered_at, m.message_id`, [sessionId]);
    const replies = await this.reads.query<(KeptReply & { messageId: string })[]>(
      `SELECT message_id AS "messageId", reply_id AS "replyId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, text, interim, submitted_at AS "submittedAt", published_at AS "publishedAt",
         corrects, supplements, result, promise, fulfils, renews, NULL AS attachments
       FROM reply WHERE message_id = ANY ($1::uuid[]) AND published_at IS NOT NULL ORDER BY submitted_at, reply_id`,
      [rows.map(({ messageId }) => messageId)],
    );
    const repliesOf = Map.groupBy(replies, ({ messageId }) => messageId);
    return rows.map(({ text, ...row }) => ({ row, text, replies: amendedReplies(repliesOf.get(row.messageId) ?? []) }));
  }

  /** In the order in which they are listed. */
  async units(): Promise<{ code: string; name: string; level: number }[]> {
    return this.reads.query('SELECT code, name, level FROM unit WHERE NOT removed ORDER BY level, name, code');
  }

  /** Of the messages registered from this day on: how many, how many answered, and how many of those in time; never what an import brought. */
  async figures(from: string, today: string): Promise<{ registered: number; answered: number; inTime: number; overdue: number }> {
    const overdue = conditionsOf({ state: 'overdue' }, today);
    const [[month], [late]] = await Promise.all([
      this.reads.query<{ registered: number; answered: number; inTime: number }[]>(
        `SELECT count(*)::int AS registered, count(answered_at)::int AS answered,
           (count(*) FILTER (WHERE answered_in_time))::int AS "inTime"
         FROM message WHERE channel IS NOT NULL AND NOT historical AND registered_on >= $1::date`,
        [from],
      ),
      this.reads.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM message m WHERE ${overdue.where} AND m.ending = 'open'`,
        overdue.parameters,
      ),
    ]);
    return { registered: month?.registered ?? 0, answered: month?.answered ?? 0, inTime: month?.inTime ?? 0, overdue: late?.count ?? 0 };
  }
}

function coHandlingOf(facts: readonly Fact[]): MessageDetails['coHandling'] {
  const last = inSequence(facts, 'routing').findLast(({ type }) => type === 'co-handled')?.data;
  return last ? { coUnits: last.coUnits ?? [], firstAsked: last.firstAsked ?? null } : null;
}
