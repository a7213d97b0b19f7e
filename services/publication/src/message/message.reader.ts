import { Inject, Injectable } from '@nestjs/common';
import { platformProblem, Semaphore, type DataSource } from '@wenzheng/platform';
import { inSequence, type Fact } from '../projection/facts.rules.js';
import type { PublicationConfig } from '../config.js';
import { queryWords } from '../search/search.rules.js';
import { containing, stride, strideSql, WordSearch, type Found } from '../search/word-search.js';
import { amendedReplies, type KeptReply } from './amended-replies.rules.js';
import { conditionsOf, lastPage, pageSize, type MessageFilter } from './filter.rules.js';
import { attachmentsOf } from './attachments.rules.js';
import type { ListedRequest, PublishedUpdate, RequestFilter } from './requests.rules.js';
import { decisionsOf, type DecisionWords } from './decisions.rules.js';
import type { Linked, MessageDetails, MessageRow, NoticeView, ReplyView } from './message-view.rules.js';
import { timelineOf, type TimelineReply } from './timeline.rules.js';
import { CONFIG, READS } from '../tokens.js';

const columns = `m.message_id AS "messageId", m.message_number AS "messageNumber", m.channel, m.kind, m.visibility, m.content,
  m.registered_at AS "registeredAt", m.registered_on::text AS "registeredOn", m.title, m.historical,
  m.unit_code AS "unitCode", coalesce(u.name, m.unit_name) AS "unitName", coalesce(u.sequence, 0) AS "unitSequence", m.ending, m.ended_at AS "endedAt",
  m.day_zero::text AS "dayZero", m.reply_due_on::text AS "replyDueOn", m.final_due_on::text AS "finalDueOn", m.due_on::text AS "dueOn", m.provisional,
  m.extension, m.interim_published AS "interimPublished", m.submitted_at AS "submittedAt", m.review_due_on::text AS "reviewDueOn", m.answered_at AS "answeredAt",
  m.level, m.calendar_version AS "calendarVersion", m.revision, m.updated_at AS "updatedAt"`;
/** Changes with every message to which its page leads: 追问, 并单. */
const linkedSql = `(SELECT md5(string_agg(l.message_id || ' ' || l.revision, ',' ORDER BY l.message_id)) FROM message l
  WHERE l.message_id IN (m.follow_up_to, m.merged_into) OR l.follow_up_to = m.message_id OR l.merged_into = m.message_id)`;
const tables = 'message m LEFT JOIN unit u ON u.code = m.unit_code';

// What is in nearly every message is counted no further than this: each one counted has to be read.
const commonLimit = 1_000;
const walkMs = 1_000;
// A list takes some milliseconds, so that whoever waits behind so many waits less than a second; eight where each meets its limit.
const placesPerSlot = 8;

export interface BoardRows {
  rows: MessageRow[];
  count: number;
  /** There are more than were counted, or may be. */
  isAtLeast: boolean;
}

export interface Cursor {
  registeredAt: Date;
  messageId: string;
}

/** A question of a session, with its words and what was published of it. */
export interface AskedMessage {
  row: MessageRow;
  text: string | null;
  replies: readonly ReplyView[];
}

/** Everything public reads the projection through here; `original` is not among its tables. */
@Injectable()
export class MessageReader {
  /** Lists cost more than pages: the rest of the connections is always there for single messages. No reader has more than half of them at once. */
  private readonly lists: Semaphore;

  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(WordSearch) private readonly search: WordSearch,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    const slots = Math.floor(config.READ_POOL / 2);
    this.lists = new Semaphore(slots, { waiting: slots * placesPerSlot, each: Math.ceil(slots / 2) });
  }

  /** One page of the board, newest first, and how many there are in all, or at least. */
  page(filter: MessageFilter, page: number, today: string, caller: string): Promise<BoardRows> {
    return this.lists.run(async () => {
      const before = (page - 1) * pageSize;
      const found = await this.found(filter);
      if (found === null) {
        const walked = await this.walk(filter, today, { most: Math.max(commonLimit, before + pageSize) });
        const count = Math.min(walked.length, commonLimit);
        return { rows: await this.rowsOf(walked.slice(before, before + pageSize)), count, isAtLeast: count === commonLimit };
      }
      const { where, parameters } = conditionsOf(filter, today, found);
      const rows = await this.reads.query<MessageRow[]>(
        `SELECT ${columns} FROM ${tables} WHERE ${where} ORDER BY m.registered_at DESC, m.message_id DESC
         LIMIT ${pageSize} OFFSET $${parameters.length + 1}`,
        [...parameters, before],
      );
      const limit = lastPage * pageSize;
      const [counted] = await this.reads.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM (SELECT FROM message m WHERE ${where} LIMIT ${limit}) AS counted`,
        parameters,
      );
      const count = counted?.count ?? 0;
      return { rows, count, isAtLeast: count === limit };
    }, caller);
  }

  /** The same list for programs: a stable position instead of a page number. */
  after(filter: MessageFilter, cursor: Cursor | null, limit: number, today: string, caller: string): Promise<MessageRow[]> {
    return this.lists.run(async () => {
      const found = await this.found(filter);
      if (found === null) return this.rowsOf(await this.walk(filter, today, { most: limit, cursor }));
      const { where, parameters } = conditionsOf(filter, today, found);
      const from = parameters.length;
      return this.reads.query<MessageRow[]>(
        `SELECT ${columns} FROM ${tables}
         WHERE ${where} AND ($${from + 1}::timestamptz IS NULL OR (m.registered_at, m.message_id) < ($${from + 1}, $${from + 2}::uuid))
         ORDER BY m.registered_at DESC, m.message_id DESC LIMIT $${from + 3}`,
        [...parameters, cursor?.registeredAt ?? null, cursor?.messageId ?? null, limit],
      );
    }, caller);
  }

  /** What programs list: what is public alone, with its words, newest first. */
  requests({ numbers, services, isClosed, from, to, limit, offset }: RequestFilter, caller: string): Promise<ListedRequest[]> {
    return this.lists.run(
      () =>
        this.reads.query<ListedRequest[]>(
          `SELECT ${columns}, m.text FROM ${tables}
           WHERE m.channel IS NOT NULL AND m.visibility = 'public'
             AND ($1::text[] IS NULL OR m.message_number = ANY ($1)) AND ($2::text[] IS NULL OR coalesce(m.kind, 'general') = ANY ($2))
             AND ($3::boolean IS NULL OR (m.ending <> 'open') = $3)
             AND ($4::timestamptz IS NULL OR m.registered_at >= $4) AND ($5::timestamptz IS NULL OR m.registered_at <= $5)
           ORDER BY m.registered_at DESC, m.message_id DESC LIMIT $6 OFFSET $7`,
          [numbers ?? null, services ?? null, isClosed ?? null, from ?? null, to ?? null, limit, offset],
        ),
      caller,
    );
  }

  /** Published replies, corrected ones in the words of their newest correction, and extension notices of what is public; the oldest first. */
  updates({ from, to }: { from: Date; to: Date }, caller: string): Promise<PublishedUpdate[]> {
    return this.lists.run(
      () =>
        this.reads.query<PublishedUpdate[]>(
          `SELECT "updateId", number, "isClosing", at, text FROM (
             SELECT r.reply_id AS "updateId", m.message_number AS number, NOT r.interim AS "isClosing", r.published_at AS at, r.text
             FROM reply r JOIN message m USING (message_id)
             WHERE m.channel IS NOT NULL AND m.visibility = 'public' AND r.state = 'published' AND r.published_at BETWEEN $1 AND $2
               AND NOT EXISTS (SELECT FROM reply c WHERE c.message_id = r.message_id AND c.state = 'published'
                 AND (c.corrects = r.reply_id OR (c.corrects = r.corrects AND (c.submitted_at, c.reply_id) > (r.submitted_at, r.reply_id))))
             UNION ALL
             SELECT e.extension_id, m.message_number, false, e.published_at, '延期说明：' || e.reason
             FROM extension_notice e JOIN message m USING (message_id)
             WHERE m.channel IS NOT NULL AND m.visibility = 'public' AND e.published_at BETWEEN $1 AND $2
           ) AS told ORDER BY at, "updateId" LIMIT 1000`,
          [from, to],
        ),
      caller,
    );
  }

  private found({ q }: MessageFilter): Promise<Found> {
    return q === undefined ? Promise.resolve([]) : this.search.find(q);
  }

  /**
   * What contains words that nearly everything contains, from the newest on: a stride of messages at a time, in the order of their index,
   * and no further than so many. The planner does not know how many contain them, and would read all of them before it sorted.
   */
  private async walk(filter: MessageFilter, today: string, { most, cursor = null }: { most: number; cursor?: Cursor | null }): Promise<string[]> {
    const { where, parameters } = conditionsOf(filter, today);
    const sql = strideSql(where, parameters.length + 1);
    const patterns = containing(queryWords(filter.q ?? ''));
    const found: string[] = [];
    const deadline = performance.now() + walkMs;
    for (let at = cursor; ; ) {
      const rows = await this.reads.query<(Cursor & { isFound: boolean })[]>(sql, [...parameters, at?.registeredAt ?? null, at?.messageId ?? null, patterns]);
      found.push(...rows.filter(({ isFound }) => isFound).map(({ messageId }) => messageId));
      at = rows.at(-1) ?? null;
      if (found.length >= most || rows.length < stride) return found.slice(0, most);
      if (performance.now() > deadline) throw platformProblem('unavailable', { retryAfterSeconds: 2 });
    }
  }

  private rowsOf(messageIds: readonly string[]): Promise<MessageRow[]> {
    return this.reads.query<MessageRow[]>(`SELECT ${columns} FROM ${tables} WHERE m.message_id = ANY ($1::uuid[]) ORDER BY m.registered_at DESC, m.message_id DESC`, [messageIds]);
  }

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

  async details(messageId: string): Promise<MessageDetails> {
    const [[words], facts, replies, notices, decisions, linked, merged] = await Promise.all([
      this.reads.query<{ text: string | null }[]>('SELECT text FROM message WHERE message_id = $1', [messageId]),
      this.reads.query<Fact[]>(
        `SELECT message_id AS "messageId", owner, sequence, type, at, data FROM fact WHERE message_id = $1`,
        [messageId],
      ),
      this.reads.query<(TimelineReply & KeptReply)[]>(
        `SELECT reply_id AS "replyId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, text, interim, historical,
           submitted_at AS "submittedAt", state, published_at AS "publishedAt", corrects, supplements, result, promise, fulfils, renews
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
      replies: amendedReplies(replies),
      notices,
      decisions: decisionsOf(facts, decisions),
      followUps: { of: linked.find(({ isOf }) => isOf) ?? null, by: linked.filter(({ isOf }) => !isOf) },
      merged: { into: merged.find(({ isInto }) => isInto) ?? null, with: merged.filter(({ isInto }) => !isInto) },
      coHandling: coHandlingOf(facts),
      rating: facts.find(({ type }) => type === 'rated')?.data.rating ?? null,
      timeline: timelineOf(facts, replies, notices, {
        supervisionOffice: this.config.SUPERVISION_OFFICE_NAME,
        inspectionBureau: this.config.INSPECTION_BUREAU_NAME,
      }),
      policyVersion: opened?.data.policyVersion ?? null,
    };
  }

  /** What was asked in a session, in the order of asking. */
  async asked(sessionId: string): Promise<AskedMessage[]> {
    const rows = await this.reads.query<(MessageRow & { text: string | null })[]>(`SELECT ${columns}, m.text FROM ${tables} WHERE m.session_id = $1 AND m.channel IS NOT NULL ORDER BY m.registered_at, m.message_id`, [sessionId]);
    const replies = await this.reads.query<(KeptReply & { messageId: string })[]>(
      `SELECT message_id AS "messageId", reply_id AS "replyId", jsonb_build_object('code', unit_code, 'name', unit_name) AS unit, text, interim, submitted_at AS "submittedAt", published_at AS "publishedAt",
         corrects, supplements, result, promise, fulfils, renews
       FROM reply WHERE message_id = ANY ($1::uuid[]) AND published_at IS NOT NULL ORDER BY submitted_at, reply_id`,
      [rows.map(({ messageId }) => messageId)],
    );
    const repliesOf = Map.groupBy(replies, ({ messageId }) => messageId);
    return rows.map(({ text, ...row }) => ({ row, text, replies: amendedReplies(repliesOf.get(row.messageId) ?? []) }));
  }

  async units(): Promise<{ code: string; name: string }[]> {
    return this.reads.query('SELECT code, name FROM unit WHERE NOT removed ORDER BY level, name, code');
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
