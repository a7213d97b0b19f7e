import { Inject, Injectable } from '@nestjs/common';
import type { UnitRef } from '@wenzheng/contracts';
import { inSnapshot, Semaphore, type DataSource } from '@wenzheng/platform';
import { pathOf } from '../../publishing/publishing.rules.js';
import type { PublicationConfig } from '../../config.js';
import { termsOf } from '../../search/search.rules.js';
import { bucketOf, freshSize, placesOf } from '../../search/segment.rules.js';
import { standingSql, type Standing } from '../../search/word-search.js';
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

/** The newest hundred thousand messages or so: what is older is answered otherwise today. */
const mostIndexed = 100_000;
/** More of them are not asked whether they were answered. */
const mostHits = 2_000;
const mostCandidates = 60;
/** What no segment holds yet is read one by one; there are seldom more than fill one. */
const mostUnindexed = 2 * freshSize;
const shown = 3;

const segmentsSql = `SELECT segment FROM (SELECT segment, sum(size) OVER (ORDER BY is_folded, segment DESC) - size AS newer FROM search_segment) AS counted WHERE newer < ${mostIndexed}`;
const candidate = `m.message_id AS "messageId", m.message_number AS number, m.title, coalesce(m.search_words, lower((m.title || E'\\n' || m.text) COLLATE "C")) AS words`;
const isAnswered = `m.visibility = 'public' AND m.answered_at IS NOT NULL`;
const unindexedSql = `SELECT ${candidate} FROM (SELECT message_id FROM search_tail LIMIT ${mostUnindexed}) AS tail JOIN message m USING (message_id) WHERE ${isAnswered}`;
const candidatesSql = `
  SELECT ${candidate} FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS hit (segment, place, shared) JOIN search_member USING (segment, place) JOIN message m USING (message_id)
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
    // One snapshot, as segments are folded at any time.
    const { indexed, found, unindexed } = await inSnapshot(this.reads, async (manager) => {
      const segments = (await manager.query<{ segment: number }[]>(segmentsSql)).map(({ segment }) => segment);
      const standing = (await manager.query<Standing[]>(standingSql, [pairs, pairs.map(bucketOf), segments])).map(({ term, segment, bytes }) => ({ term, segment, places: placesOf(bytes) }));
      const frequencies = new Map<number, number>();
      for (const { term, places } of standing) frequencies.set(term, (frequencies.get(term) ?? 0) + places.length);
      const telling = new Set(tellingOf(frequencies));
      const hits = mostShared(standing.filter(({ term }) => telling.has(term)));
      return {
        indexed: frequencies,
        found: hits.length === 0 ? [] : await manager.query<Candidate[]>(candidatesSql, [hits.map(({ segment }) => segment), hits.map(({ place }) => place), hits.map(({ shared }) => shared)]),
        unindexed: await manager.query<Candidate[]>(unindexedSql),
      };
    });
    // Whose words have changed stands in two places, and is one.
    const candidates = [...new Map([...unindexed, ...found].map((one) => [one.messageId, { ...one, terms: new Set(termsOf(one.words)) }])).values()];
    const waiting = new Set(unindexed.map(({ messageId }) => messageId));
    const frequencies = countPairs(pairs, candidates.filter(({ messageId }) => waiting.has(messageId)).map(({ terms }) => terms), indexed);
    const like = candidates
      .filter(({ number }) => number !== messageNumber)
      .map((one) => ({ ...one, likeness: likenessOf(pairs, frequencies, mostIndexed, one.terms) }))
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

/** The places in which most of some terms stand. */
function mostShared(standing: readonly { segment: number; places: readonly number[] }[]): { segment: number; place: number; shared: number }[] {
  const shared = new Map<number, Map<number, number>>();
  for (const { segment, places } of standing) {
    const counts = shared.get(segment) ?? new Map<number, number>();
    shared.set(segment, counts);
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...shared]
    .flatMap(([segment, counts]) => Array.from(counts, ([place, count]) => ({ segment, place, shared: count })))
    .toSorted((a, b) => b.shared - a.shared || b.segment - a.segment || b.place - a.place)
    .slice(0, mostHits);
}
