import { Inject, Injectable } from '@nestjs/common';
import { inSnapshot, planned, platformProblem, type DataSource, type EntityManager } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { Query } from './query.rules.js';
import type { Hit, Place } from './relevance.rules.js';
import { soughtTerms } from './search.rules.js';
import { bucketOf, common, countOf, maskOf, placesIn, type Mask } from './segment.rules.js';

/** What is looked for must meet them: SQL over `message m`, and its parameters from `$1` on. */
export interface Conditions {
  where: string;
  parameters: readonly unknown[];
}

export interface Found {
  /** The newest first: all of them, or as many as were asked for. */
  hits: readonly Hit[];
  /** How rare each word of the query is. */
  rarities: readonly number[];
  /** How many of what was looked through may have each word: if it has two characters at most, all of them but the few whose words have changed. */
  counts: readonly number[];
  /** There may be older ones, which were not looked through. */
  isOfNewest: boolean;
}

/** So many candidates at least are compared in one statement. */
const batch = 300;
/** With more candidates than these in one segment a walk from the newest message on meets as many sooner. */
const mostOfSegment = 5_000;
/** More in the tail than these are not compared for every query: the index is being built. */
const mostWaiting = 2_000;
/** The index of so many of the newest messages is read first, and that of all others where they are too few. */
const firstMessages = 20_000;
const longestMs = 1_000;
/** Of a number's end so many are shown. */
const mostNumbers = 1_000;

interface Segment {
  segment: number;
  size: number;
  /** Milliseconds since 1970. */
  newest: number;
}

/** What there is to look in: segments, the newest first, and how many wait in the tail, as far as that matters. */
interface Index {
  numbers: number[];
  sizes: number[];
  newest: number[];
  waiting: number;
}

// Up to the next millisecond: what a Date holds is cut off.
const indexSql = planned(`
  SELECT coalesce(array_agg(segment ORDER BY newest DESC), '{}') AS numbers, coalesce(array_agg(size ORDER BY newest DESC), '{}') AS sizes,
    coalesce(array_agg(ceil(extract(epoch FROM newest) * 1000)::float8 ORDER BY newest DESC), '{}') AS newest,
    (SELECT count(*)::int FROM (SELECT FROM search_tail LIMIT ${mostWaiting + 1}) AS tail) AS waiting
  FROM search_segment WHERE $1::timestamptz IS NULL OR oldest <= $1`);

/** Where terms stand in some segments. */
export const standingSql = planned(`
  SELECT sought.term, segment, substring(places FROM start + 1 FOR ends[at] - start) AS bytes
  FROM unnest($1::integer[], $2::smallint[]) AS sought (term, bucket) JOIN search_place USING (bucket), array_position(terms, sought.term) AS at, coalesce(ends[at - 1], 0) AS start
  WHERE at IS NOT NULL AND segment = ANY ($3::integer[])`);

/** In which places of a segment a term stands. */
export interface Standing {
  term: number;
  segment: number;
  bytes: Buffer;
}

/**
 * Finds words in what is public, by an index of characters and pairs of characters: Chinese has no spaces to part words by. The
 * index names candidates, among them whatever is not indexed yet, and the words themselves decide, so that what is found is exact. It is read
 * from its newest segment on, and no further than as many are found as were asked for: what nearly everybody writes costs no more than what few do.
 */
@Injectable()
export class WordSearch {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /**
   * The messages with this number, and the public ones that have every word in title or text, in whatever form it is written.
   * @param most so many of the newest are enough
   * @param from the last that is known already: older ones are looked for
   * @param isRanked their words are wanted too, for {@link byRelevance}
   */
  async find(query: Query, conditions: Conditions, { most, from = null, isRanked = false }: { most: number; from?: Place | null; isRanked?: boolean }): Promise<Found> {
    if (query.words.length === 0) return { hits: [], rarities: [], counts: [], isOfNewest: false };
    // One snapshot: a message that passes from the tail into a segment meanwhile, or from one into another, is in one of them.
    return inSnapshot(this.reads, async (manager) => {
      const search = new Search(manager, query, conditions, from, hitColumns(isRanked));
      const [index] = await manager.query<Index[]>(indexSql, [from?.at ?? null]);
      const { numbers, newest, sizes, waiting } = index!;
      await search.numbers();
      if (waiting > 0 && waiting <= mostWaiting) await search.tail();
      const segments = numbers.map((segment, at): Segment => ({ segment, size: sizes[at] ?? 0, newest: newest[at] ?? 0 }));
      const isWalked = waiting <= mostWaiting ? await search.segments(segments, most) : 'walk';
      if (isWalked === 'walk') await search.walk(most);
      return { hits: search.newest(most, isRanked), rarities: search.rarities(), counts: search.counts, isOfNewest: isWalked !== 'all' };
    });
  }
}

/** One query at work, in one snapshot. */
class Search {
  private readonly hits = new Map<string, Hit>();
  private readonly numbered = new Set<string>();
  private readonly terms: readonly (readonly number[])[];
  /** Of the segments that were read: their messages, and how many may have each word. */
  private read = 0;
  readonly counts: number[];
  private readonly deadline = performance.now() + longestMs;

  constructor(
    private readonly manager: EntityManager,
    private readonly query: Query,
    private readonly conditions: Conditions,
    private readonly from: Place | null,
    private readonly columns: string,
  ) {
    this.terms = query.words.map((word) => soughtTerms(word, query.words.length));
    this.counts = query.words.map(() => 0);
  }

  /** @param withNumbers those that were found by their number are among them, however old */
  newest(most: number, withNumbers: boolean): Hit[] {
    return this.sorted().filter(({ id }, index) => index < most || (withNumbers && this.numbered.has(id)));
  }

  rarities(): number[] {
    return this.counts.map((count) => rarityOf(count, this.read));
  }

  async numbers(): Promise<void> {
    const { number } = this.query;
    if (number === null) return;
    const { where, parameters, next } = this.bounded();
    const end = `${[...number].toReversed().join('')}%`;
    const hits = await this.manager.query<Hit[]>(`SELECT ${this.columns} FROM message m WHERE ${where} AND reverse(m.message_number) LIKE ${next(end)} ORDER BY m.registered_at DESC LIMIT ${mostNumbers}`, parameters);
    for (const { id } of hits) this.numbered.add(id);
    this.add(hits);
  }

  async tail(): Promise<void> {
    await this.compare(() => 'search_tail');
  }

  /** @param segments the newest first */
  async segments(segments: readonly Segment[], most: number): Promise<'all' | 'newest' | 'walk'> {
    let first = 0;
    for (let messages = 0; first < segments.length && messages < firstMessages; first += 1) messages += segments[first]?.size ?? 0;
    for (const [group, next] of [[segments.slice(0, first), segments[first]], [segments.slice(first), undefined]] as const) {
      const ended = group.length > 0 && (await this.group(group, next, most));
      if (ended) return ended;
    }
    return 'all';
  }

  private async group(segments: readonly Segment[], after: Segment | undefined, most: number): Promise<'newest' | 'walk' | null> {
    const sought = [...new Set(this.terms.flat())];
    const standing = await this.manager.query<Standing[]>(standingSql, [sought, sought.map(bucketOf), segments.map(({ segment }) => segment)]);
    const rows = Map.groupBy(standing, ({ segment }) => segment);
    let candidates: { segment: number; place: number }[] = [];
    for (const [index, { segment, size }] of segments.entries()) {
      const places = this.placesOf(rows.get(segment) ?? []);
      this.read += size;
      if (places.length > mostOfSegment) return 'walk';
      candidates.push(...places.map((place) => ({ segment, place })));
      const next = segments[index + 1] ?? after;
      if (candidates.length < Math.min(batch, most) && index < segments.length - 1) continue;
      if (candidates.length > 0) await this.compareMembers(candidates);
      candidates = [];
      if (next && this.isEnough(most, next)) return 'newest';
      if (performance.now() > this.deadline) throw platformProblem('unavailable', { retryAfterSeconds: 2 });
    }
    return null;
  }

  /** Of one segment: where each word has all of its terms. */
  private placesOf(rows: readonly Standing[]): number[] {
    const masks = new Map(rows.map(({ term, bytes }) => [term, maskOf(bytes)]));
    const having = this.terms.map((own): Mask | null => {
      const found = own.flatMap((term) => masks.get(term) ?? []);
      return found.length === own.length ? common(found) : null;
    });
    for (const [word, mask] of having.entries()) this.counts[word] = (this.counts[word] ?? 0) + (mask ? countOf(mask) : 0);
    const all = having.flatMap((mask) => mask ?? []);
    return all.length === this.terms.length ? placesIn(common(all)) : [];
  }

  private isEnough(most: number, next: Segment): boolean {
    if (this.hits.size < most) return false;
    const last = this.sorted()[most - 1];
    return last !== undefined && last.at.getTime() > next.newest;
  }

  /** Nearly everything has the words: a stride of messages at a time, in the order of their index. The planner does not know how many have them, and would read all before it sorted. */
  async walk(most: number): Promise<void> {
    const { unit, words } = this.query;
    const parameters = [...this.conditions.parameters];
    const next = (value: unknown) => `$${parameters.push(value)}`;
    // Of words that nearly everything contains, those of the unit itself.
    const ofUnit = unit ? `AND m.unit_code = ANY (${next(unit.codes)}::text[])` : '';
    const sql = strideSql(`${this.conditions.where} AND m.visibility = 'public' ${ofUnit}`, parameters.length + 1, this.columns);
    let found = 0;
    for (let last = this.from; ; ) {
      const rows = await this.manager.query<(Hit & { isFound: boolean })[]>(sql, [...parameters, last?.at ?? null, last?.id ?? null, containing(words)]);
      const hits = rows.filter(({ isFound }) => isFound);
      this.add(hits);
      found += hits.length;
      const end = rows.at(-1);
      if (found >= most || end === undefined || rows.length < stride) return;
      last = end;
      if (performance.now() > this.deadline) throw platformProblem('unavailable', { retryAfterSeconds: 2 });
    }
  }

  private compareMembers(candidates: readonly { segment: number; place: number }[]): Promise<void> {
    return this.compare((next) => `unnest(${next(candidates.map(({ segment }) => segment))}::integer[], ${next(candidates.map(({ place }) => place))}::integer[]) AS candidate (segment, place) JOIN search_member USING (segment, place)`);
  }

  private async compare(candidates: (next: (value: unknown) => string) => string): Promise<void> {
    const { words, unit } = this.query;
    const { where, parameters, next } = this.bounded();
    const ofUnit = unit ? `AND (${wordsSql} LIKE ${next(containing([unit.word])[0])} OR m.unit_code = ANY (${next(unit.codes)}::text[]))` : '';
    const sql = `SELECT ${this.columns} FROM ${candidates(next)} JOIN message m USING (message_id) WHERE ${where} AND ${containsSql(next(containing(words)))} ${ofUnit}`;
    // Of what nobody filters there are few statements; of all filters together too many for every connection to keep.
    this.add(await this.manager.query<Hit[]>(this.conditions.parameters.length <= 1 ? planned(sql) : sql, parameters));
  }

  private bounded(): { where: string; parameters: unknown[]; next: (value: unknown) => string } {
    const parameters = [...this.conditions.parameters];
    const next = (value: unknown) => `$${parameters.push(value)}`;
    const older = this.from ? ` AND (m.registered_at, m.message_id) < (${next(this.from.at)}::timestamptz, ${next(this.from.id)}::uuid)` : '';
    return { where: this.conditions.where + older, parameters, next };
  }

  private add(hits: readonly Hit[]): void {
    for (const hit of hits) this.hits.set(hit.id, hit);
  }

  private sorted(): Hit[] {
    return [...this.hits.values()].toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  }
}

/** From 1, of what nearly every message has. */
const rarityOf = (count: number, all: number): number => 1 + Math.log((all + 1) / (Math.min(count, all) + 1));

/** Patterns for {@link containsSql}. */
export const containing = (words: readonly string[]): string[] => words.map((word) => `%${word.replace(/[%_\\]/g, '\\$&')}%`);

/** Of `message m`, as it is looked for. What the release before published has its form when it is indexed. */
const wordsSql = `coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C"))`;

const hitColumns = (isRanked: boolean): string => `m.message_id AS id, m.registered_at AS at, m.message_number AS number, ${isRanked ? wordsSql : 'NULL'} AS words`;

/** Whether the public words of `message m` are like every pattern of a parameter. */
export const containsSql = (parameter: string): string => `(m.visibility = 'public' AND ${wordsSql} LIKE ALL (${parameter}::text[]))`;

/** So many of the newest are looked through in one statement, which takes some milliseconds. */
export const stride = 1_000;

/**
 * The next of the newest messages that meet conditions, and whether each contains what is looked for.
 * @param next number of its first parameter: where to go on from, and the patterns
 */
export const strideSql = (where: string, next: number, found = hitColumns(false)): string => `
  WITH newest AS MATERIALIZED (
    SELECT m.message_id, m.message_number, m.registered_at, m.visibility, m.search_words, m.title, m.text FROM message m
    WHERE ${where} AND ($${next}::timestamptz IS NULL OR (m.registered_at, m.message_id) < ($${next}, $${next + 1}::uuid))
    ORDER BY m.registered_at DESC, m.message_id DESC LIMIT ${stride}
  )
  SELECT ${found}, ${containsSql(`$${next + 2}`)} AS "isFound"
  FROM newest m ORDER BY registered_at DESC, message_id DESC`;
