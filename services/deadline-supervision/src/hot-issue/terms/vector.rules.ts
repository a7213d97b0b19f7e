/** How many messages were counted, and in how many of them a term stood, up to the epoch before. */
export interface Frequencies {
  messages: number;
  of(term: string): number;
}

/** A direction in terms: integers, the heaviest term first. */
export type Vector = readonly (readonly [term: string, weight: number])[];

const vectorTerms = 60;
/** The length of a message's vector. What follows is sums of integers, the same on every machine and in every order. */
const unitLength = 1_024;

/** A city that has counted nothing yet is taken to have counted so many messages, with no term in them. */
const priorMessages = 1_000;

/** Rarity of a term, in thousandths. */
export const rarityOf = (term: string, { messages, of }: Frequencies, prior = priorMessages): number =>
  Math.round(1_000 * Math.log((messages + prior + 1) / (of(term) + 1)));

const heaviestFirst = ([one, a]: readonly [string, number], [other, b]: readonly [string, number]): number =>
  b - a || (one < other ? -1 : 1);

/** The terms that tell this message from others, scaled to a common length. */
export function vectorOf(counts: ReadonlyMap<string, number>, frequencies: Frequencies): Vector {
  const weighted = [...counts].map(
    ([term, count]) => [term, Math.round(1_000 * (1 + Math.log(count))) * rarityOf(term, frequencies)] as const,
  );
  const top = weighted.filter(([, weight]) => weight > 0).sort(heaviestFirst).slice(0, vectorTerms);
  const length = Math.sqrt(top.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return top.map(([term, weight]) => [term, Math.round((unitLength * weight) / length)] as const).filter(([, weight]) => weight > 0);
}

export function sumOf(one: Vector, other: Vector): Vector {
  const weights = new Map(one);
  for (const [term, weight] of other) weights.set(term, (weights.get(term) ?? 0) + weight);
  return [...weights].sort(heaviestFirst);
}

/** Cosine of this direction and another one, in thousandths: made once for the many that one is compared with. */
export function likenessTo(one: Vector): (other: Vector) => number {
  const weights = new Map(one);
  const square = one.reduce((sum, [, weight]) => sum + weight * weight, 0);
  return (other) => {
    let product = 0;
    let otherSquare = 0;
    for (const [term, weight] of other) {
      product += weight * (weights.get(term) ?? 0);
      otherSquare += weight * weight;
    }
    return product === 0 ? 0 : Math.floor((1_000 * product) / Math.sqrt(square * otherSquare));
  };
}

/** The terms that two directions share, those that make them alike first. */
export function sharedTermsOf(one: Vector, other: Vector, most: number): string[] {
  const weights = new Map(one);
  return other
    .flatMap(([term, weight]): [string, number][] => (weights.has(term) ? [[term, weight * (weights.get(term) ?? 0)]] : []))
    .sort(heaviestFirst)
    .slice(0, most)
    .map(([term]) => term);
}
