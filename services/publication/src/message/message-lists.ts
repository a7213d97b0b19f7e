import { Inject, Injectable } from '@nestjs/common';
import { Semaphore, type DataSource } from '@wenzheng/platform';
import { cut } from '@wenzheng/text';
import type { PublicationConfig } from '../config.js';
import { excerptOf, spansOf, type Span } from '../search/highlight.rules.js';
import { understand, type Query } from '../search/query.rules.js';
import { WordSearch, type Conditions, type Place } from '../search/word-search.js';
import { CONFIG, READS } from '../tokens.js';
import { conditionsOf, lastPage, nearLimit, pageSize, sortOf, type MessageFilter, type Sort } from './filter.rules.js';
import type { MessageRow } from './message-view.rules.js';
import { columns, MessageReader, tables } from './message.reader.js';
import type { ListedRequest, PublishedUpdate, RequestFilter } from './requests.rules.js';

// What is looked for is counted no further than this: each one counted has to be read.
const commonLimit = 1_000;
// Each is looked for by itself.
const mostNear = 4;
// A list takes some milliseconds, so that whoever waits behind so many waits less than a second; eight where each meets its limit.
const placesPerSlot = 8;

/** How the board is listed; relevance has its own order, {@link WordSearch.ranked}. */
const orders: Readonly<Record<Exclude<Sort, 'relevance'>, string>> = {
  newest: 'm.registered_at DESC, m.message_id DESC',
  answered: 'm.answered_at DESC, m.message_id DESC',
  due: 'm.due_on, m.registered_at, m.message_id',
};

export interface BoardRows {
  rows: MessageRow[];
  count: number;
  /** There are more than were counted, or may be. */
  isAtLeast: boolean;
  /** What was looked for, where it was: by the message's id. */
  hits: ReadonlyMap<string, Hit>;
  /** The query's words are those of nearly everything: the newest alone were looked through. */
  isOfNewest: boolean;
  /** Where nothing was found. */
  near: Near | null;
}

export interface Hit {
  title: readonly Span[];
  /** Null where the title or the unit alone has it. */
  excerpt: readonly Span[] | null;
}

/** What is near to a query that finds nothing. */
export interface Near {
  /** It looks like a message number. */
  number: string | null;
  /** How many there are without the other filters. */
  withoutFilters: number;
  /** Words of it that find something by themselves, and how many. */
  words: readonly { word: string; count: number }[];
}

/** Lists of messages: filtered, searched, ordered, for people and for programs. */
@Injectable()
export class MessageLists {
  /** They cost more than pages: the rest of the connections is always there for single messages. No reader has more than half of them at once. */
  private readonly turns: Semaphore;

  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(WordSearch) private readonly search: WordSearch,
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(CONFIG) config: PublicationConfig,
  ) {
    const slots = Math.floor(config.READ_POOL / 2);
    this.turns = new Semaphore(slots, { waiting: slots * placesPerSlot, each: Math.ceil(slots / 2) });
  }

  /** One page of the board, and how many there are in all, or at least. */
  page(filter: MessageFilter, page: number, today: string, caller: string): Promise<BoardRows> {
    return this.turns.run(async () => {
      const query = await this.queryOf(filter);
      const listed = await this.listed(filter, query, (page - 1) * pageSize, today);
      const hits = await this.hits(query, listed.rows);
      const near = query && listed.count === 0 ? await this.near(filter, query, today) : null;
      return { ...listed, hits, near };
    }, caller);
  }

  private async listed(filter: MessageFilter, query: Query | null, before: number, today: string): Promise<Omit<BoardRows, 'hits' | 'near'>> {
    const conditions = conditionsOf(filter, today);
    const sort = sortOf(filter);
    if (!query) {
      const limit = lastPage * pageSize;
      const [counted] = await this.reads.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM (SELECT FROM message m WHERE ${conditions.where} LIMIT ${limit}) AS counted`, conditions.parameters);
      const count = counted?.count ?? 0;
      return { rows: await this.ordered(conditions, sort === 'relevance' ? 'newest' : sort, before), count, isAtLeast: count === limit, isOfNewest: false };
    }
    const found = await this.search.find(query, conditions, { most: sort === 'newest' ? Math.max(commonLimit, before + pageSize) : commonLimit });
    const ids = sort === 'relevance' ? await this.search.ranked(query, found, today) : found.ids;
    const rows = sort === 'newest' || sort === 'relevance' ? await this.rowsOf(ids.slice(before, before + pageSize)) : await this.ordered(among(conditions, ids), sort, before);
    const count = Math.min(ids.length, commonLimit);
    return { rows, count, isAtLeast: count === commonLimit, isOfNewest: found.isOfNewest };
  }

  private ordered({ where, parameters }: Conditions, sort: keyof typeof orders, before: number): Promise<MessageRow[]> {
    return this.reads.query<MessageRow[]>(`SELECT ${columns} FROM ${tables} WHERE ${where} ORDER BY ${orders[sort]} LIMIT ${pageSize} OFFSET $${parameters.length + 1}`, [...parameters, before]);
  }

  /** Where what was looked for stands in what is shown of some messages. */
  private async hits(query: Query | null, rows: readonly MessageRow[]): Promise<Map<string, Hit>> {
    if (!query || rows.length === 0) return new Map();
    const sought = [...new Set([...query.words, ...query.phrases, ...(query.unit ? [query.unit.word] : [])])];
    const texts = await this.reads.query<{ messageId: string; text: string }[]>(
      `SELECT message_id AS "messageId", text FROM message WHERE message_id = ANY ($1::uuid[]) AND visibility = 'public' AND text IS NOT NULL`,
      [rows.map(({ messageId }) => messageId)],
    );
    const titles = new Map(rows.map(({ messageId, title }) => [messageId, title]));
    return new Map(texts.map(({ messageId, text }): [string, Hit] => [messageId, { title: spansOf(titles.get(messageId) ?? '', sought), excerpt: excerptOf(text, sought) }]));
  }

  private async near(filter: MessageFilter, query: Query, today: string): Promise<Near> {
    const alone: MessageFilter = { q: filter.q, sort: 'newest' };
    const withoutFilters = Object.entries(filter).some(([name, value]) => name !== 'q' && name !== 'sort' && value !== undefined) || filter.sort === 'answered' || filter.sort === 'due' ? await this.countOf(alone, query, today) : 0;
    const words: { word: string; count: number }[] = [];
    for (const word of query.words.length > 1 && withoutFilters === 0 ? query.words.slice(0, mostNear) : []) {
      const count = await this.countOf({ q: word, sort: 'newest' }, { words: [word], phrases: [], unit: null, number: null }, today);
      if (count > 0) words.push({ word, count });
    }
    return { number: query.number, withoutFilters, words };
  }

  /** No further than {@link nearLimit}. */
  private async countOf(filter: MessageFilter, query: Query, today: string): Promise<number> {
    return (await this.search.find(query, conditionsOf(filter, today), { most: nearLimit })).ids.length;
  }

  /** The same list for programs: a stable position instead of a page number. */
  after(filter: MessageFilter, from: Place | null, limit: number, today: string, caller: string): Promise<MessageRow[]> {
    return this.turns.run(async () => {
      const query = await this.queryOf(filter);
      const { where, parameters } = conditionsOf({ ...filter, sort: 'newest' }, today);
      if (query) return this.rowsOf((await this.search.find(query, { where, parameters }, { most: limit, from })).ids);
      const first = parameters.length + 1;
      return this.reads.query<MessageRow[]>(
        `SELECT ${columns} FROM ${tables}
         WHERE ${where} AND ($${first}::timestamptz IS NULL OR (m.registered_at, m.message_id) < ($${first}, $${first + 1}::uuid))
         ORDER BY m.registered_at DESC, m.message_id DESC LIMIT $${first + 2}`,
        [...parameters, from?.at ?? null, from?.id ?? null, limit],
      );
    }, caller);
  }

  /** What programs list: what is public alone, with its words, newest first. */
  requests({ numbers, services, isClosed, from, to, limit, offset }: RequestFilter, caller: string): Promise<ListedRequest[]> {
    return this.turns.run(
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
    return this.turns.run(
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

  /** What the filter looks for; null where it looks for no words. */
  private async queryOf({ q }: MessageFilter): Promise<Query | null> {
    return q === undefined ? null : understand(q, await this.messages.units(), cut);
  }

  /** In the order of their ids. */
  private rowsOf(messageIds: readonly string[]): Promise<MessageRow[]> {
    return this.reads.query<MessageRow[]>(`SELECT ${columns} FROM ${tables} JOIN unnest($1::uuid[]) WITH ORDINALITY AS listed (id, place) ON listed.id = m.message_id ORDER BY listed.place`, [messageIds]);
  }
}

const among = ({ where, parameters }: Conditions, ids: readonly string[]): Conditions => ({ where: `${where} AND m.message_id = ANY ($${parameters.length + 1}::uuid[])`, parameters: [...parameters, ids] });
