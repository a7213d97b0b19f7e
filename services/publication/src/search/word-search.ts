import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { Query } from './query.rules.js';
import { soughtTerms } from './search.rules.js';
import { bucketOf, common, countOf, maskOf, placesIn } from './segment.rules.js';

export interface Found {
  /** The messages that a query finds, or null where so many may be meant that a walk from the newest on meets them soon. */
  ids: readonly string[] | null;
  /** How rare each word of the query is. */
  rarities: readonly number[];
}

/** More candidates than these are counted, and not looked through. */
const most = 10_000;

/** Of a number's end so many are shown. */
const mostNumbers = 1_000;

interface Index {
  segments: number[];
  /** Messages in all of them. */
  size: number;
  /** In the tail, as far as they matter. */
  waiting: number;
}

const indexSql = `SELECT coalesce(array_agg(segment), '{}') AS segments, coalesce(sum(size), 0)::int AS size, (SELECT count(*)::int FROM (SELECT FROM search_tail LIMIT ${most + 1}) AS tail) AS waiting FROM search_segment`;

/** Where terms stand in some segments. */
export const standingSql = `
  SELECT sought.term, segment, substring(places FROM start + 1 FOR ends[at] - start) AS bytes
  FROM unnest($1::integer[], $2::smallint[]) AS sought (term, bucket) JOIN search_place USING (bucket), array_position(terms, sought.term) AS at, coalesce(ends[at - 1], 0) AS start
  WHERE at IS NOT NULL AND segment = ANY ($3::integer[])`;

/** In which places of a segment a term stands. */
export interface Standing {
  term: number;
  segment: number;
  bytes: Buffer;
}

/**
 * Finds words in what is public, by an index of characters and pairs of characters: Chinese has no spaces to part words by. The
 * index names candidates, among them whatever is not indexed yet, and the words themselves decide, so that what is found is exact.
 */
@Injectable()
export class WordSearch {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The messages with this number, and the public ones that have every word in title or text, in whatever form it is written. */
  async find(query: Query): Promise<Found> {
    const { words, unit, number } = query;
    if (words.length === 0) return { ids: [], rarities: [] };
    // One snapshot: a message that passes from the tail into a segment meanwhile, or from one into another, is in one of them.
    return this.reads.transaction('REPEATABLE READ', async (manager) => {
      const [index] = await manager.query<Index[]>(indexSql);
      const { rarities, segments, places } = await this.candidates(manager, words, index!);
      if (places.length + index!.waiting > most) return { ids: null, rarities };
      const rows = await manager.query<{ id: string }[]>(
        `SELECT m.message_id AS id FROM message m
         WHERE m.message_id IN (SELECT message_id FROM search_tail UNION SELECT message_id FROM unnest($6::integer[], $7::integer[]) AS hit (segment, place) JOIN search_member USING (segment, place))
           AND ${containsSql('$1')} AND ($2::text IS NULL OR ${wordsSql} LIKE $2 OR m.unit_code = ANY ($3::text[]))
         UNION
         SELECT * FROM (SELECT m.message_id FROM message m WHERE $4::text IS NOT NULL AND reverse(m.message_number) LIKE $4 AND m.channel IS NOT NULL
           ORDER BY m.registered_at DESC LIMIT $5) AS numbered`,
        [containing(words), unit ? containing([unit.word])[0] : null, unit?.codes ?? [], number === null ? null : `${[...number].toReversed().join('')}%`, mostNumbers, segments, places],
      );
      return { ids: rows.map(({ id }) => id), rarities };
    });
  }

  /** The places of every segment whose messages have each word's terms, and how rare each word is. */
  private async candidates(manager: EntityManager, words: readonly string[], index: Index): Promise<{ rarities: number[]; segments: number[]; places: number[] }> {
    const terms = words.map((word) => soughtTerms(word, words.length));
    const sought = [...new Set(terms.flat())];
    const standing = await manager.query<Standing[]>(standingSql, [sought, sought.map(bucketOf), index.segments]);
    const counts = words.map(() => 0);
    const segments: number[] = [];
    const places: number[] = [];
    for (const [segment, rows] of Map.groupBy(standing, (row) => row.segment)) {
      const masks = new Map(rows.map(({ term, bytes }) => [term, maskOf(bytes)]));
      const having = terms.map((own) => {
        const found = own.flatMap((term) => masks.get(term) ?? []);
        return found.length === own.length ? common(found) : null;
      });
      for (const [word, mask] of having.entries()) counts[word] = (counts[word] ?? 0) + (mask ? countOf(mask) : 0);
      const all = having.flatMap((mask) => mask ?? []);
      const own = all.length === terms.length ? placesIn(common(all)) : [];
      places.push(...own);
      segments.push(...own.map(() => segment));
    }
    return { rarities: counts.map((count) => rarityOf(count, index.size)), segments, places };
  }

  /**
   * The same messages, the most relevant first: each word counts 3 in the title and 2 in the text, times how rare it is; what was typed together and stands so counts as much again as
   * all of them in the title, or in the text; and what is a year old counts three quarters of what is new.
   */
  async ranked({ words, phrases, number }: Query, { rarities }: Found, ids: readonly string[], today: string): Promise<string[]> {
    const rows = await this.reads.query<{ id: string }[]>(
      `SELECT m.message_id AS id
       FROM message m, LATERAL (SELECT ${wordsSql} AS words) AS all_of_it, LATERAL (SELECT split_part(words, E'\\n', 1) AS heading) AS first_line
       WHERE m.message_id = ANY ($1::uuid[])
       ORDER BY ($5::text IS NOT NULL AND m.message_number = $5) DESC, coalesce(
         ((SELECT sum(rarity * CASE WHEN strpos(heading, word) > 0 THEN 3 WHEN strpos(words, word) > 0 THEN 2 ELSE 1 END) FROM unnest($2::text[], $3::float8[]) AS sought (word, rarity))
          + (SELECT coalesce(sum(CASE WHEN strpos(heading, phrase) > 0 THEN 3 WHEN strpos(words, phrase) > 0 THEN 2 ELSE 0 END), 0) FROM unnest($4::text[]) AS typed (phrase)) * $7::float8)
         * (1 + 1 / (1 + greatest(0, $6::date - m.registered_on) / 365.0)), 0) DESC, m.registered_at DESC, m.message_id DESC`,
      [ids, words, rarities, phrases, number, today, rarities.reduce((sum, rarity) => sum + rarity, 0) / Math.max(1, phrases.length)],
    );
    return rows.map(({ id }) => id);
  }
}

/** From 1, of what nearly every message has. */
const rarityOf = (count: number, all: number): number => 1 + Math.log((all + 1) / (Math.min(count, all) + 1));

/** Patterns for {@link containsSql}. */
export const containing = (words: readonly string[]): string[] => words.map((word) => `%${word.replace(/[%_\\]/g, '\\$&')}%`);

/** Of `message m`, as it is looked for. What the release before published has its form when it is indexed. */
const wordsSql = `coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C"))`;

/** Whether the public words of `message m` are like every pattern of a parameter. */
export const containsSql = (parameter: string): string => `(m.visibility = 'public' AND ${wordsSql} LIKE ALL (${parameter}::text[]))`;

/** So many of the newest are looked through in one statement, which takes some milliseconds. */
export const stride = 1_000;

/**
 * The next of the newest messages that meet conditions, and whether each contains what is looked for.
 * @param next number of its first parameter: where to go on from, and the patterns
 */
export const strideSql = (where: string, next: number): string => `
  WITH newest AS MATERIALIZED (
    SELECT m.message_id, m.registered_at, m.visibility, m.search_words, m.title, m.text FROM message m
    WHERE ${where} AND ($${next}::timestamptz IS NULL OR (m.registered_at, m.message_id) < ($${next}, $${next + 1}::uuid))
    ORDER BY m.registered_at DESC, m.message_id DESC LIMIT ${stride}
  )
  SELECT message_id AS "messageId", registered_at AS "registeredAt", ${containsSql(`$${next + 2}`)} AS "isFound"
  FROM newest m ORDER BY registered_at DESC, message_id DESC`;
