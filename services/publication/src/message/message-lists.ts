import { Inject, Injectable } from '@nestjs/common';
import { planned, Semaphore, type DataSource } from '@wenzheng/platform';
import { cut } from '@wenzheng/text';
import { businessDateOf } from '@wenzheng/working-days';
import { LRUCache } from 'lru-cache';
import type { PublicationConfig } from '../config.js';
import { excerptOf, spansOf, type Span } from '../search/highlight.rules.js';
import { understand, type NamedUnit, type Query } from '../search/query.rules.js';
import { byRelevance, type Place } from '../search/relevance.rules.js';
import { WordSearch, type Conditions, type Found } from '../search/word-search.js';
import { CONFIG, READS } from '../tokens.js';
import { conditionsOf, lastPage, nearLimit, pageSize, sortOf, type MessageFilter, type Sort } from './filter.rules.js';
import type { MessageRow } from './message-view.rules.js';
import { columns, MessageReader, tables } from './message.reader.js';
import type { ListedRequest, PublishedUpdate, RequestFilter } from './requests.rules.js';

// Of what is looked for so many of the newest are found, ranked and counted: each of them has to be read.
const mostFound = 300;
// Each is looked for by itself.
const mostNear = 4;
// A list takes some milliseconds, so that whoever waits behind so many waits less than a second; eight where each meets its limit.
const placesPerSlot = 8;

/** How the board is listed; relevance has its own order, {@link byRelevance}. */
const orders: Readonly<Record<Exclude<Sort, 'relevance'>, string>> = {
  newest: 'm.registered_at DESC, m.message_id DESC',
  answered: 'm.answered_at DESC, m.message_id DESC',
  due: 'm.due_on, m.registered_at, m.message_id',
};

/** What a list that was looked for shows an excerpt of. */
const wordsShown = `CASE WHEN m.visibility = 'public' THEN m.text END AS text`;
const rowsSql = planned(`SELECT ${columns}, ${wordsShown} FROM ${tables} JOIN unnest($1::uuid[]) WITH ORDINALITY AS listed (id, place) ON listed.id = m.message_id ORDER BY listed.place`);

type FoundRow = MessageRow & { text: string | null };

export interface BoardRows {
  rows: FoundRow[];
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
  /** How many have a word by itself, as it was a minute ago at most: whoever types what nobody wrote tries the same words again. */
  private readonly nearCounts = new LRUCache<string, number>({ max: 2_000, ttl: 60_000 });

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
  page(filter: MessageFilter, page: number, { now, units, caller }: { now: Date; units: readonly NamedUnit[]; caller: string }): Promise<BoardRows> {
    return this.turns.run(async () => {
      const query = queryOf(filter, units);
      const { found, ...listed } = await this.listed(filter, query, (page - 1) * pageSize, now);
      const hits = query ? hitsIn(listed.rows, query) : new Map<string, Hit>();
      const near = query && found && listed.count === 0 ? await this.near(filter, query, found, businessDateOf(now)) : null;
      return { ...listed, hits, near };
    }, caller);
  }

  private async listed(filter: MessageFilter, query: Query | null, before: number, now: Date): Promise<Omit<BoardRows, 'hits' | 'near'> & { found: Found | null }> {
    const conditions = conditionsOf(filter, businessDateOf(now));
    const sort = sortOf(filter);
    if (!query) {
      const limit = lastPage * pageSize;
      const [counted] = await this.reads.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM (SELECT FROM message m WHERE ${conditions.where} LIMIT ${limit}) AS counted`, conditions.parameters);
      const count = counted?.count ?? 0;
      return { rows: await this.ordered(conditions, sort === 'relevance' ? 'newest' : sort, before, false), count, isAtLeast: count === limit, isOfNewest: false, found: null };
    }
    const isRanked = sort === 'relevance';
    // By day the list goes on page after page; by anything else it is that of the newest.
    const most = sort === 'newest' ? Math.max(mostFound, before + pageSize + 1) : mostFound;
    const found = await this.search.find(query, conditions, { most, isRanked });
    const ids = (isRanked ? byRelevance(found.hits, query, found.rarities, now) : found.hits).map(({ id }) => id);
    const rows = isRanked || sort === 'newest' ? await this.rowsOf(ids.slice(before, before + pageSize)) : await this.ordered(among(conditions, ids), sort, before, true);
    return { rows, count: ids.length, isAtLeast: ids.length >= most, isOfNewest: found.isOfNewest, found };
  }

  private ordered({ where, parameters }: Conditions, sort: keyof typeof orders, before: number, isFound: boolean): Promise<FoundRow[]> {
    return this.reads.query<FoundRow[]>(`SELECT ${columns}, ${isFound ? wordsShown : 'NULL AS text'} FROM ${tables} WHERE ${where} ORDER BY ${orders[sort]} LIMIT ${pageSize} OFFSET $${parameters.length + 1}`, [...parameters, before]);
  }

  private async near(filter: MessageFilter, query: Query, { counts }: Found, today: string): Promise<Near> {
    const alone: MessageFilter = { q: filter.q, sort: 'newest' };
    const withoutFilters = Object.entries(filter).some(([name, value]) => name !== 'q' && name !== 'sort' && value !== undefined) || filter.sort === 'answered' || filter.sort === 'due' ? await this.countOf(alone, query, today) : 0;
    const words: { word: string; count: number }[] = [];
    for (const [index, word] of (query.words.length > 1 && withoutFilters === 0 ? query.words.slice(0, mostNear) : []).entries()) {
      // What the index says of a short word is right but for a few: no need to look for twice as many as are counted.
      const isSure = [...word].length <= 2 && (counts[index] ?? 0) >= 2 * nearLimit;
      const count = isSure ? nearLimit : this.nearCounts.get(word) ?? (await this.countOf({ q: word, sort: 'newest' }, { words: [word], phrases: [], unit: null, number: null }, today));
      this.nearCounts.set(word, count);
      if (count > 0) words.push({ word, count });
    }
    return { number: query.number, withoutFilters, words };
  }

  /** No further than {@link nearLimit}. */
  private async countOf(filter: MessageFilter, query: Query, today: string): Promise<number> {
    return (await this.search.find(query, conditionsOf(filter, today), { most: nearLimit })).hits.length;
  }

  /** The same list for programs: a stable position instead of a page number. */
  after(filter: MessageFilter, from: Place | null, limit: number, today: string, caller: string): Promise<MessageRow[]> {
    return this.turns.run(async () => {
      const query = queryOf(filter, filter.q === undefined ? [] : await this.messages.units());
      const { where, parameters } = conditionsOf({ ...filter, sort: 'newest' }, today);
      if (query) return this.rowsOf((await this.search.find(query, { where, parameters }, { most: limit, from })).hits.map(({ id }) => id));
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

  /** In the order of their ids. */
  private rowsOf(messageIds: readonly string[]): Promise<FoundRow[]> {
    return this.reads.query<FoundRow[]>(rowsSql, [messageIds]);
  }
}

const among = ({ where, parameters }: Conditions, ids: readonly string[]): Conditions => ({ where: `${where} AND m.message_id = ANY ($${parameters.length + 1}::uuid[])`, parameters: [...parameters, ids] });

/** What the filter looks for; null where it looks for no words. */
const queryOf = ({ q }: MessageFilter, units: readonly NamedUnit[]): Query | null => (q === undefined ? null : understand(q, units, cut));

/** Where what was looked for stands in what is shown of some messages. */
function hitsIn(rows: readonly FoundRow[], query: Query): Map<string, Hit> {
  const sought = [...new Set([...query.words, ...query.phrases, ...(query.unit ? [query.unit.word] : [])])];
  return new Map(rows.flatMap(({ messageId, title, text }) => (text === null ? [] : [[messageId, { title: spansOf(title ?? '', sought), excerpt: excerptOf(text, sought) }]])));
}
