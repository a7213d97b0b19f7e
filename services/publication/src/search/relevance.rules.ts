import type { Query } from './query.rules.js';

/** Of a list, the newest first. */
export interface Place {
  at: Date;
  id: string;
}

/** A message that a query finds. */
export interface Hit extends Place {
  number: string;
  /** The form in which its words are looked for; null where its relevance was not asked for. */
  words: string | null;
}

const yearMs = 365 * 86_400_000;

/**
 * What was found, the most relevant first, a message with just this number before all. Each word counts 3 in the title and 2 in the text, times how rare it is; what was typed together
 * and stands so counts as much again as all of them in the title, or in the text; and what is a year old counts three quarters of what is new.
 * @param rarities of the query's words, in their order
 */
export function byRelevance(hits: readonly Hit[], query: Query, rarities: readonly number[], now: Date): Hit[] {
  const scores = new Map(hits.map((hit) => [hit.id, relevanceOf(hit, query, rarities, now)]));
  return hits.toSorted((a, b) => Number(b.number === query.number) - Number(a.number === query.number) || (scores.get(b.id) ?? 0) - (scores.get(a.id) ?? 0));
}

function relevanceOf({ words, at }: Hit, query: Query, rarities: readonly number[], now: Date): number {
  const text = words ?? '';
  const title = text.slice(0, Math.max(0, text.indexOf('\n')));
  const weightOf = (part: string, otherwise: number) => (title.includes(part) ? 3 : text.includes(part) ? 2 : otherwise);
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  const ofWords = sum(query.words.map((word, index) => (rarities[index] ?? 1) * weightOf(word, 1)));
  const ofPhrases = (sum(query.phrases.map((phrase) => weightOf(phrase, 0))) * sum(rarities)) / Math.max(1, query.phrases.length);
  return (ofWords + ofPhrases) * (1 + 1 / (1 + Math.max(0, now.getTime() - at.getTime()) / yearMs));
}
