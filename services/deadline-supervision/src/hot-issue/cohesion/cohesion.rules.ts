import { pairsOf } from '../terms/words.rules.js';
import { placesOf, wordingOf, type Fragment, type SharedWords, type Stretch } from './phrases.rules.js';

/** A run of units that many of the people use. */
export interface Phrase {
  text: string;
  /** In whole words, as people are shown it; what the release before found has none. */
  wording?: string;
  /** How many people use it. */
  people: number;
  /** Of its rarest pair of units, in thousandths. */
  rarity: number;
}

export interface Cohesion {
  /** What the people speak about: mostly a place, a firm, a scheme. */
  anchor: Phrase | null;
  /** What they say about it, apart from it. */
  matters: Phrase[];
  /** Rarity × share of people over the matters, in thousandths. The anchor does not count: one place with many matters has little. */
  value: number;
}

const mostMatters = 8;
/** In hundredths of the people. */
const shareApart = 40;
const leastRarity = 2_500;

interface Found extends Phrase {
  stretch: Stretch;
}

/** Place and, apart from it, matter: what the people of an issue have in common. */
export function cohesionOf({ people, common }: SharedWords, rarityOf: (term: string) => number): Cohesion {
  const phrases = mostTelling(common, rarityOf);
  const [anchor] = phrases;
  if (!anchor) return { anchor: null, matters: [], value: 0 };
  const taken = new Cuts();
  taken.add(anchor.stretch);
  const apart = apartFrom(anchor.stretch, people);
  const matters: Found[] = [];
  for (const phrase of phrases) {
    if (matters.length === mostMatters) break;
    if (taken.overlap(phrase.stretch)) continue;
    taken.add(phrase.stretch);
    if (apart(phrase.stretch) * 100 >= people.length * shareApart) matters.push(phrase);
  }
  const value = matters.reduce((sum, { rarity, people: users }) => sum + Math.floor((rarity * users) / people.length), 0);
  const fragments = people.flat();
  const shown = ({ text, people: users, rarity, stretch }: Found): Phrase => ({ text, wording: wordingOf(stretch, fragments), people: users, rarity });
  return { anchor: shown(anchor), matters: matters.map(shown), value };
}

/** What is rare enough, the most telling first; the longer of two that the same people use comes first. */
function mostTelling(common: readonly Stretch[], rarityOf: (term: string) => number): Found[] {
  const rarities = new Map<Stretch, number>();
  for (const stretch of common) {
    const ofParts = stretch.parts.map((part) => rarities.get(part) ?? -Infinity);
    rarities.set(stretch, ofParts.length === 0 ? rarityOf(stretch.text) : Math.max(...ofParts));
  }
  return common
    .map((stretch) => ({ stretch, text: stretch.text, people: stretch.people, rarity: rarities.get(stretch) ?? -Infinity }))
    .filter(({ rarity }) => rarity >= leastRarity)
    .sort((a, b) => tellingOf(b) - tellingOf(a) || (a.text < b.text ? -1 : 1));
}

const tellingOf = ({ people, rarity, stretch }: Found): number => people * rarity * Math.sqrt(stretch.units.length);

/** Cuts out of one phrase share a pair, or one may go on where the other ends. */
class Cuts {
  private readonly pairs = new Set<string>();
  private readonly firsts = new Set<string | undefined>();
  private readonly lasts = new Set<string | undefined>();

  add({ units }: Stretch): void {
    for (const pair of pairsOf(units)) this.pairs.add(pair);
    this.firsts.add(units[0]);
    this.lasts.add(units.at(-1));
  }

  overlap({ units }: Stretch): boolean {
    return this.lasts.has(units[0]) || this.firsts.has(units.at(-1)) || pairsOf(units).some((pair) => this.pairs.has(pair));
  }
}

/** How many people use a phrase somewhere by itself: beside the anchor it is part of the place's name. */
function apartFrom(anchor: Stretch, people: SharedWords['people']): (phrase: Stretch) => number {
  const length = anchor.units.length;
  const fragments = [...new Set(people.flat())].map((fragment): [Fragment, number[]] => [fragment, placesOf(anchor, fragment)]);
  return (phrase) => {
    const isApart = (place: number, anchors: readonly number[]) => anchors.every((at) => place > at + length || place + phrase.units.length < at);
    const own = fragments.filter(([fragment, anchors]) => placesOf(phrase, fragment).some((place) => isApart(place, anchors)));
    const apart = new Set(own.map(([fragment]) => fragment));
    return people.filter((own) => own.some((fragment) => apart.has(fragment))).length;
  };
}
