import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import { bucketOf, queryWords, soughtTerms } from './search.rules.js';

/** The messages that a query finds, or null where so many may be meant that a walk from the newest on meets them soon. */
export type Found = readonly string[] | null;

/** More candidates than these are not looked through. */
const most = 10_000;

// One statement, hence one snapshot: a message that passes from the tail into a block meanwhile is in one of them.
export const candidatesSql = `
  SELECT message_id AS id FROM search_tail
  UNION ALL
  (SELECT messages.id
   FROM (SELECT posting.block, bit_and(posting.masks[array_position(posting.terms, sought.term)]) AS mask
         FROM unnest($1::integer[], $2::smallint[]) AS sought (term, bucket)
         JOIN search_posting posting ON posting.bucket = sought.bucket AND sought.term = ANY (posting.terms)
         GROUP BY posting.block HAVING count(*) = cardinality($1)) AS hit
   JOIN search_block USING (block), unnest(search_block.message_ids) WITH ORDINALITY AS messages (id, place)
   WHERE get_bit(hit.mask, messages.place::integer - 1) = 1)
  LIMIT ${most + 1}`;

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
    const candidates = await this.reads.query<{ id: string }[]>(candidatesSql, [terms, terms.map(bucketOf)]);
    if (candidates.length > most) return null;
    const rows = await this.reads.query<{ id: string }[]>(
      `SELECT m.message_id AS id FROM message m WHERE m.message_number = upper($1) OR (m.message_id = ANY ($2::uuid[]) AND ${containsSql('$3')})`,
      [query, candidates.map(({ id }) => id), containing(words)],
    );
    return rows.map(({ id }) => id);
  }
}

/** Patterns for {@link containsSql}. */
export const containing = (words: readonly string[]): string[] => words.map((word) => `%${word.replace(/[%_\\]/g, '\\$&')}%`);

/** Whether the public words of `message m` are like every pattern of a parameter. What the release before published has its form when it is indexed. */
export const containsSql = (parameter: string): string =>
  `(m.visibility = 'public' AND coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C")) LIKE ALL (${parameter}::text[]))`;
