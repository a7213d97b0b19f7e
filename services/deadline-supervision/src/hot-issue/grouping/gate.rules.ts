import { pairsOf, runsWithin, unitsOf } from '../terms/words.rules.js';

/** What one person's messages in an issue speak of: the fragments that were kept of them. */
export type Spoken = readonly string[];

/** A run of units that many of the people use. */
export interface Phrase {
  text: string;
  /** How many people use it. */
  people: number;
  /** Of its rarest pair of units, in thousandths. */
  rarity: number;
}

export interface Gate {
  /** What the people speak about: mostly a place, a firm, a scheme. */
  anchor: Phrase | null;
  /** What they say about it, apart from it. */
  matters: Phrase[];
  /** Rarity × share of people over the matters, in thousandths. The anchor does not count: one place with many matters has little. */
  value: number;
}

const longestPhrase = 8;
const mostMatters = 8;
/** In hundredths of the people. */
const shareOfPhrase = 50;
const shareApart = 40;
const leastRarity = 2_500;

interface Found extends Phrase {
  units: readonly string[];
  users: readonly number[];
}

/** Every term whose rarity the gate may ask for. */
export const termsOf = (people: readonly Spoken[]): string[] => [
  ...new Set(commonRuns(people).flatMap((runs) => runs.flatMap(pairsOf))),
];

/** Place and, apart from it, matter: what the people of an issue have in common. */
export function gateOf(people: readonly Spoken[], rarityOf: (term: string) => number): Gate {
  const runs = commonRuns(people);
  const phrases = phrasesIn(runs, rarityOf);
  const [anchor] = phrases;
  if (!anchor) return { anchor: null, matters: [], value: 0 };
  const taken = [anchor];
  const matters: Found[] = [];
  for (const phrase of phrases) {
    if (matters.length === mostMatters) break;
    if (taken.some((other) => overlap(phrase.units, other.units))) continue;
    taken.push(phrase);
    const apart = phrase.users.filter((person) => standsApart(phrase.units, anchor.units, people[person] ?? []));
    if (apart.length * 100 >= people.length * shareApart) matters.push(phrase);
  }
  const value = matters.reduce((sum, { rarity, people: users }) => sum + Math.floor((rarity * users) / people.length), 0);
  return { anchor: shown(anchor), matters: matters.map(shown), value };
}

const shown = ({ text, people, rarity }: Found): Phrase => ({ text, people, rarity });

/** Of each person's fragments what consists of pairs that at least half of the people use: all that a phrase can be part of. */
function commonRuns(people: readonly Spoken[]): string[][][] {
  const units = people.map((fragments) => fragments.map(unitsOf));
  const users = new Map<string, number>();
  for (const fragments of units) for (const pair of new Set(fragments.flatMap(pairsOf))) users.set(pair, (users.get(pair) ?? 0) + 1);
  const common = new Set([...users].filter(([, count]) => isCommon(count, people.length)).map(([pair]) => pair));
  return units.map((fragments) => fragments.flatMap((fragment) => runsWithin(fragment, common)));
}

const isCommon = (users: number, people: number): boolean => users * 100 >= people * shareOfPhrase;

/** The phrases of at least half of the people, the most telling first; the longer of two that the same people use comes first. */
function phrasesIn(runs: readonly (readonly (readonly string[])[])[], rarityOf: (term: string) => number): Found[] {
  const users = new Map<string, { units: readonly string[]; users: number[] }>();
  runs.forEach((ofPerson, person) => {
    const own = new Map(ofPerson.flatMap(stretchesOf).map((units) => [units.join(''), units]));
    for (const [text, units] of own) {
      const known = users.get(text);
      if (known) known.users.push(person);
      else users.set(text, { units, users: [person] });
    }
  });
  return [...users]
    .filter(([, found]) => isCommon(found.users.length, runs.length))
    .map(([text, found]) => ({ text, ...found, people: found.users.length, rarity: Math.max(...pairsOf(found.units).map(rarityOf)) }))
    .filter(({ rarity }) => rarity >= leastRarity)
    .sort((a, b) => tellingOf(b) - tellingOf(a) || (a.text < b.text ? -1 : 1));
}

const tellingOf = ({ people, rarity, units }: Found): number => people * rarity * Math.sqrt(units.length);

/** Every stretch of two to {@link longestPhrase} units. */
const stretchesOf = (units: readonly string[]): (readonly string[])[] =>
  units.flatMap((_, from) =>
    Array.from({ length: Math.min(longestPhrase, units.length - from) - 1 }, (_unused, more) => units.slice(from, from + more + 2)),
  );

/** They share a pair, or one may go on where the other ends: two cuts out of one phrase. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  const pairs = new Set(pairsOf(one));
  return one[0] === other.at(-1) || one.at(-1) === other[0] || pairsOf(other).some((pair) => pairs.has(pair));
}

/** Beside the anchor a phrase is part of the place's name; somewhere the person uses it by itself. */
function standsApart(phrase: readonly string[], anchor: readonly string[], spoken: Spoken): boolean {
  return spoken.map(unitsOf).some((units) => {
    const anchors = placesOf(anchor, units);
    return placesOf(phrase, units).some((place) => anchors.every((at) => place > at + anchor.length || place + phrase.length < at));
  });
}

const placesOf = (part: readonly string[], whole: readonly string[]): number[] =>
  whole.flatMap((_, place) => (part.every((unit, index) => whole[place + index] === unit) ? [place] : []));
