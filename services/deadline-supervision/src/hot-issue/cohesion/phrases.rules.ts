import { runOf, unitsOf, wordsOfFragment } from '../terms/words.rules.js';

/** What one person's messages in an issue speak of: the fragments that were kept of them. */
export type PersonWords = readonly string[];

/** What one person says or many say, read once. */
export interface Fragment {
  /** As it was kept. */
  text: string;
  units: readonly string[];
  /** The stretches it consists of, by their length less two and by their place, as far as they can be common. */
  stretches: (Stretch | undefined)[][];
}

interface Used {
  /** How many people use it, and which of them was counted last. */
  people: number;
  last: number;
}

/** Two or more units that follow one another, everywhere the same object. */
export interface Stretch extends Used {
  text: string;
  units: readonly string[];
  /** Without its last unit, and without its first; none of two units. */
  parts: readonly Stretch[];
  /** What it grows into, by the stretch that its second unit begins; most grow into nothing. */
  longer: Map<Stretch, Stretch> | null;
}

/** What the people say as far as they share it, and every stretch of two to {@link longestPhrase} units that at least half of them use, the shorter ones first. */
export interface SharedWords {
  people: readonly (readonly Fragment[])[];
  common: readonly Stretch[];
}

const longestPhrase = 8;
/** In hundredths of the people. */
const shareOfPhrase = 50;

type IsCommon = (used: Used | undefined) => boolean;

/** Only what consists of common stretches can be one: the work grows with what the people share, not with all that they say. */
export function sharedWordsOf(everybody: readonly PersonWords[]): SharedWords {
  const isCommon: IsCommon = (used) => used !== undefined && used.people * 100 >= everybody.length * shareOfPhrase;
  const { people, units } = read(everybody);
  const isShared = (unit: string | undefined) => unit !== undefined && isCommon(units.get(unit));
  const sharing = people.map((own) => own.filter((fragment) => fragment.units.some((unit, place) => isShared(unit) && isShared(fragment.units[place + 1]))));
  const fragments = new Set(sharing.flat());
  const common: Stretch[] = [];
  for (let length = 2; length <= longestPhrase; length += 1) {
    const found = length === 2 ? pairsIn(fragments, isShared) : grownTo(length, fragments, isCommon);
    if (found.length === 0) break;
    count(sharing, length);
    common.push(...found.filter(isCommon));
  }
  return { people: sharing, common };
}

/** Every term whose rarity a phrase may depend on. */
export const termsOf = ({ common }: SharedWords): string[] => common.filter(({ units }) => units.length === 2).map(({ text }) => text);

export const stretchesIn = ({ stretches }: Fragment, length: number): readonly (Stretch | undefined)[] => stretches[length - 2] ?? [];

export function placesOf(stretch: Stretch, fragment: Fragment): number[] {
  const places: number[] = [];
  stretchesIn(fragment, stretch.units.length).forEach((other, place) => {
    if (other === stretch) places.push(place);
  });
  return places;
}

/** What joins words and names nothing: what is shown neither begins nor ends with it. */
const particle = /^[的地得了着过和与及或在是把被让对向从往由给为以于之其所而且但也都就还又再很太]$/u;

/** A stretch as people read it: the whole words that it stands in mostly, without particles at its ends. */
export function wordingOf(stretch: Stretch, fragments: Iterable<Fragment>): string {
  const times = new Map<string, number>();
  for (const fragment of fragments) {
    for (const place of placesOf(stretch, fragment)) {
      const wording = wordsAround(fragment.text, place, place + stretch.units.length);
      if (wording !== '') times.set(wording, (times.get(wording) ?? 0) + 1);
    }
  }
  const [most] = [...times].sort(([one, a], [other, b]) => b - a || one.length - other.length || (one < other ? -1 : 1));
  return most?.[0] ?? stretch.text;
}

function wordsAround(fragment: string, from: number, to: number): string {
  let place = 0;
  const within = wordsOfFragment(fragment).filter(({ units }) => {
    place += units;
    return place > from && place - units < to;
  });
  const words = within.map(({ word }) => word);
  const first = words.findIndex((word) => !particle.test(word));
  return first === -1 ? '' : words.slice(first, words.findLastIndex((word) => !particle.test(word)) + 1).join('');
}

/** Each fragment once, and each unit with the people who use it. */
function read(everybody: readonly PersonWords[]): { people: Fragment[][]; units: Map<string, Used> } {
  const fragments = new Map<string, Fragment>();
  const units = new Map<string, Used>();
  const people = everybody.map((own, person) =>
    own.map((text) => {
      const fragment = fragments.get(text) ?? { text, units: unitsOf(runOf(text)), stretches: [] };
      fragments.set(text, fragment);
      for (const unit of fragment.units) {
        const used = units.get(unit);
        if (!used) units.set(unit, { people: 1, last: person });
        else use(used, person);
      }
      return fragment;
    }),
  );
  return { people, units };
}

function use(used: Used, person: number): void {
  if (used.last === person) return;
  used.last = person;
  used.people += 1;
}

function pairsIn(fragments: Iterable<Fragment>, isShared: (unit: string) => boolean): Stretch[] {
  const found = new Map<string, Stretch>();
  for (const { units, stretches } of fragments) {
    stretches[0] = units.slice(1).map((next, place) => {
      const one = units[place] ?? '';
      if (!isShared(one) || !isShared(next)) return undefined;
      const pair = found.get(`${one}${next}`) ?? stretchOf([one, next], []);
      found.set(pair.text, pair);
      return pair;
    });
  }
  return [...found.values()];
}

/** Two common stretches of which one goes on where the other ends are one that is longer. */
function grownTo(length: number, fragments: Iterable<Fragment>, isCommon: IsCommon): Stretch[] {
  const found: Stretch[] = [];
  for (const fragment of fragments) {
    const shorter = stretchesIn(fragment, length - 1);
    shorter.forEach((one, place) => {
      const next = shorter[place + 1];
      if (!one || !next || !isCommon(one) || !isCommon(next)) return;
      one.longer ??= new Map();
      let longer = one.longer.get(next);
      if (!longer) {
        longer = stretchOf(fragment.units.slice(place, place + length), [one, next]);
        one.longer.set(next, longer);
        found.push(longer);
      }
      (fragment.stretches[length - 2] ??= [])[place] = longer;
    });
  }
  return found;
}

const stretchOf = (units: readonly string[], parts: readonly Stretch[]): Stretch => ({
  text: units.join(''), units, parts, longer: null, people: 0, last: -1,
});

/** Each person once. */
function count(people: readonly (readonly Fragment[])[], length: number): void {
  people.forEach((own, person) => {
    for (const fragment of own) for (const stretch of stretchesIn(fragment, length)) if (stretch) use(stretch, person);
  });
}
