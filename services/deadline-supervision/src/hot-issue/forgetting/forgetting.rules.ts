import type { Phrase } from '../cohesion/cohesion.rules.js';
import { fragmentsOf, runOf, termCountsOf, wordsOf } from '../terms/words.rules.js';
import type { Vector } from '../terms/vector.rules.js';
import type { Hidden } from './hidden-rows.js';

export interface MemberTerms {
  vector: Vector;
  fragments: string[];
  sharedTerms: string[];
}

/**
 * What is left of a member's terms: of what is gone nothing, and else what stands in the parts that are known as they are shown now. Limit: its own words are not kept here,
 * so that with one part hidden the terms of the other go as well.
 */
export function leftOf({ vector, fragments, sharedTerms }: MemberTerms, { isGone, title, text }: Hidden): MemberTerms {
  if (isGone) return { vector: [], fragments: [], sharedTerms: [] };
  if (title === null && text === null) return { vector, fragments, sharedTerms };
  const words = wordsOf({ title: title ?? '', text: text ?? '' });
  const allowed = termCountsOf(words);
  const left = vector.filter(([term]) => allowed.has(term));
  return { vector: left, fragments: fragmentsOf(words, new Set(left.map(([term]) => term))), sharedTerms: sharedTerms.filter((term) => allowed.has(term)) };
}

const plain = (fragment: string): string => fragment.replace(/[ ()]/gu, '');

/** Phrases that still stand in somebody's words, shown in whole words only where those do. */
export function phrasesLeft(phrases: readonly Phrase[], fragments: readonly string[]): Phrase[] {
  return phrases
    .filter(({ text }) => fragments.some((fragment) => runOf(fragment).includes(text)))
    .map(({ wording, ...phrase }) => (wording !== undefined && fragments.some((fragment) => plain(fragment).includes(plain(wording))) ? { ...phrase, wording } : phrase));
}
