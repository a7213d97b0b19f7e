import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import { Semaphore, type DataSource } from '@wenzheng/platform';
import { pathOf } from '../../publishing/publishing.rules.js';
import type { PublicationConfig } from '../../config.js';
import { blockSize, bucketOf, termsOf } from '../../search/search.rules.js';
import { CONFIG, READS } from '../../tokens.js';
import { MessageReader } from '../message.reader.js';
import { countPairs, likenessOf, pairsOf, tellingOf } from './similarity.rules.js';

export interface SimilarReply {
  number: string;
  url: string;
  title: string;
  unit: UnitRef;
  reply: { text: string; publishedAt: Date; correctedAt: Date | null };
  likeness: number;
}

interface Candidate {
  messageId: string;
  number: string;
  title: string;
  words: string;
}

/** The newest hundred thousand messages: what is older is answered otherwise today. */
const blocks = 400;
const mostCandidates = 60;
/** What no block holds yet is read one by one; there are seldom more than fill one. */
const mostUnindexed = 2 * blockSize;
const shown = 3;

const newestSql = `(SELECT max(block) FROM search_block) - ${blocks}`;
const postingsSql = `unnest($1::integer[], $2::smallint[]) AS sought (term, bucket)
  JOIN search_posting AS posting ON posting.bucket = sought.bucket AND sought.term = ANY (posting.terms) AND posting.block > ${newestSql}`;
const frequenciesSql = `SELECT term, sum(bit_count(posting.masks[array_position(posting.terms, term)]))::int AS count FROM ${postingsSql} GROUP BY term`;
const candidate = `m.message_id AS "messageId", m.message_number AS number, m.title, coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C")) AS words`;
const isAnswered = `m.visibility = 'public' AND m.answered_at IS NOT NULL`;
const unindexedSql = `SELECT ${candidate} FROM (SELECT message_id FROM search_tail LIMIT ${mostUnindexed}) AS tail JOIN message m USING (message_id) WHERE ${isAnswered}`;
const candidatesSql = `
  WITH hit AS MATERIALIZED (SELECT posting.block, posting.masks[array_position(posting.terms, term)] AS mask FROM ${postingsSql}),
  found AS (
    SELECT messages.id, count(*) AS shared FROM hit JOIN search_block USING (block), unnest(search_block.message_ids) WITH ORDINALITY AS messages (id, place)
    WHERE get_bit(hit.mask, messages.place::integer - 1) = 1 GROUP BY messages.id
  )
  SELECT ${candidate} FROM found JOIN message m ON m.message_id = found.id
  WHERE ${isAnswered} ORDER BY shared DESC, m.answered_at DESC LIMIT ${mostCandidates}`;

/**
 * How like matters were answered: from the index of what is public, hence never a word of what is not. What is asked with is compared and kept nowhere, so that it may be a private
 * message's.
 */
@Injectable()
export class SimilarReplies {
  private readonly turns = new Semaphore(2, { waiting: 16, each: 1 });

  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  find(asked: { messageNumber: string; title: string; text: string }, caller: string): Promise<SimilarReply[]> {
    const pairs = pairsOf(asked);
    return pairs.length === 0 ? Promise.resolve([]) : this.turns.run(() => this.likest(pairs, asked.messageNumber), caller);
  }

  private async likest(pairs: readonly number[], messageNumber: string): Promise<SimilarReply[]> {
    const counted = await this.reads.query<{ term: number; count: number }[]>(frequenciesSql, [pairs, pairs.map(bucketOf)]);
    const indexed = new Map(counted.map(({ term, count }) => [term, count]));
    const telling = tellingOf(indexed);
    const found = telling.length === 0 ? [] : await this.reads.query<Candidate[]>(candidatesSql, [telling, telling.map(bucketOf)]);
    const unindexed = await this.reads.query<Candidate[]>(unindexedSql);
    // What passes from the tail into a block meanwhile is read twice, and is one.
    const candidates = [...new Map([...unindexed, ...found].map((one) => [one.messageId, { ...one, terms: new Set(termsOf(one.words)) }])).values()];
    const waiting = new Set(unindexed.map(({ messageId }) => messageId));
    const frequencies = countPairs(pairs, candidates.filter(({ messageId }) => waiting.has(messageId)).map(({ terms }) => terms), indexed);
    const like = candidates
      .filter(({ number }) => number !== messageNumber)
      .map((one) => ({ ...one, likeness: likenessOf(pairs, frequencies, blocks * blockSize, one.terms) }))
      .filter(({ likeness }) => likeness > 0)
      .sort((a, b) => b.likeness - a.likeness || (a.number < b.number ? 1 : -1))
      .slice(0, shown);
    return (await Promise.all(like.map((one) => this.withReply(one)))).flatMap((one) => one ?? []);
  }

  /** The words that stand now: corrected ones, and without what was hidden. */
  private async withReply({ messageId, number, title, likeness }: Candidate & { likeness: number }): Promise<SimilarReply | null> {
    const { replies } = await this.reader.details(messageId);
    const answer = replies.findLast(({ interim }) => !interim);
    if (!answer) return null;
    const { unit, text, publishedAt, correctedAt } = answer;
    return { number, url: new URL(pathOf(number), this.config.PUBLIC_URL).href, title, unit, reply: { text, publishedAt, correctedAt }, likeness: Math.round(likeness * 100) / 100 };
  }
}
