import { searchForm, termsOf } from '../../search/search.rules.js';

/** So much of a text is compared: the matter stands at its beginning. */
const textRead = 600;
/** Pairs that are counted in the index, and those of them by which candidates are found: the rarest tell most. */
const mostCounted = 48;
const mostTelling = 16;
/** A pair that so many messages have leads nowhere. */
export const commonest = 200;
/** Fewer shared pairs, or less of the weight, are chance. */
const leastShared = 3;
const leastLikeness = 0.15;

const han = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;
const isPairOfHan = (term: number): boolean => han(term >>> 16) && han(term & 0xffff);

/** The pairs of characters by which a matter is known: those of the title before those of the text. */
export function pairsOf({ title, text }: { title: string; text: string }): number[] {
  const pairs = [title, text.slice(0, textRead)].flatMap((words) => termsOf(searchForm(words)).filter(isPairOfHan));
  return [...new Set(pairs)].slice(0, mostCounted);
}

/** By which candidates are looked for: pairs that some messages have, the rarest first. */
export const tellingOf = (frequencies: ReadonlyMap<number, number>): number[] =>
  [...frequencies].filter(([, count]) => count <= commonest).sort(([, a], [, b]) => a - b).slice(0, mostTelling).map(([pair]) => pair);

/** In how many of these texts each pair stands, added to what the index says of others. */
export function countPairs(pairs: readonly number[], texts: readonly ReadonlySet<number>[], indexed: ReadonlyMap<number, number>): Map<number, number> {
  const counted = pairs.map((pair): [number, number] => [pair, (indexed.get(pair) ?? 0) + texts.filter((terms) => terms.has(pair)).length]);
  return new Map(counted.filter(([, count]) => count > 0));
}

/** How much of what was asked another text says too, from 0 to 1: pairs that few messages have weigh more. */
export function likenessOf(pairs: readonly number[], frequencies: ReadonlyMap<number, number>, messages: number, terms: ReadonlySet<number>): number {
  const weightOf = (pair: number) => Math.log(1 + messages / (frequencies.get(pair) ?? 1));
  const sum = (some: readonly number[]) => some.reduce((total, pair) => total + weightOf(pair), 0);
  const shared = pairs.filter((pair) => terms.has(pair));
  const likeness = pairs.length === 0 ? 0 : sum(shared) / sum(pairs);
  return shared.length < leastShared || likeness < leastLikeness ? 0 : likeness;
}
