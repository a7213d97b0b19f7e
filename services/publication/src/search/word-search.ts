import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import { bucketOf, queryWords, soughtTerms } from './search.rules.js';

/** The messages that a query finds, or null where so many may be meant that a walk from the newest on meets them soon. */
export type Found = readonly string[] | null;

/** More candidates than these are counted, and not looked through. */
const most = 10_000;

// One statement, hence one snapshot: a message that passes from the tail into a block meanwhile is in one of them.
export const candidatesSql = `
  WITH tail AS MATERIALIZED (SELECT message_id FROM search_tail LIMIT ${most + 1}),
  hit AS MATERIALIZED (
    SELECT posting.block, bit_and(posting.masks[array_position(posting.terms, sought.term)]) AS mask
    FROM unnest($1::integer[], $2::smallint[]) AS sought (term, bucket)
    JOIN search_posting posting ON posting.bucket = sought.bucket AND sought.term = ANY (posting.terms)
    GROUP BY posting.block HAVING count(*) = cardinality($1)
  )
  SELECT CASE WHEN (SELECT count(*) FROM tail) + coalesce((SELECT sum(bit_count(mask)) FROM hit), 0) <= ${most} THEN ARRAY(
    SELECT message_id FROM tail
    UNION ALL
    SELECT messages.id FROM hit JOIN search_block USING (block), unnest(search_block.message_ids) WITH ORDINALITY AS messages (id, place)
    WHERE get_bit(hit.mask, messages.place::integer - 1) = 1
  ) END AS ids`;

/**
 * Finds words in what is public, by an index of characters and pairs of characters: Chinese has no spaces to part words by. The
 * index names candidates, among them whatever is not indexed yet, and the words themselves decide, so that what is found is exact.
 */
@Injectable()
export class WordSearch {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The message with this number, and the public ones whose title or text contains every word of it, in whatever form it is written. */
  async find(query: string): Promise<Found> {
    const words = queryWords(query);
    if (words.length === 0) return [];
    const terms = soughtTerms(words);
    const [candidates] = await this.reads.query<{ ids: string[] | null }[]>(candidatesSql, [terms, terms.map(bucketOf)]);
    if (!candidates?.ids) return null;
    const rows = await this.reads.query<{ id: string }[]>(
      `SELECT m.message_id AS id FROM message m WHERE m.message_number = upper($1) OR (m.message_id = ANY ($2::uuid[]) AND ${containsSql('$3')})`,
      [query, candidates.ids, containing(words)],
    );
    return rows.map(({ id }) => id);
  }
}

/** Patterns for {@link containsSql}. */
export const containing = (words: readonly string[]): string[] => words.map((word) => `%${word.replace(/[%_\\]/g, '\\$&')}%`);

/** Whether the public words of `message m` are like every pattern of a parameter. What the release before published has its form when it is indexed. */
export const containsSql = (parameter: string): string =>
  `(m.visibility = 'public' AND coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C")) LIKE ALL (${parameter}::text[]))`;

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
