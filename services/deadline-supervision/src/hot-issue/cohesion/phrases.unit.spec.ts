import { describe, expect, it } from '@jest/globals';
import { pairsOf, unitsOf } from '../terms/words.rules.js';
import { sharedWordsOf, placesOf, termsOf, type PersonWords } from './phrases.rules.js';

/** Everybody's stretches of two to eight units, counted one by one. */
function countedOneByOne(people: readonly PersonWords[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of people) {
    const own = new Set<string>();
    for (const units of words.map(unitsOf)) {
      for (let from = 0; from < units.length; from += 1) for (let to = from + 2; to <= Math.min(units.length, from + 8); to += 1) own.add(units.slice(from, to).join(''));
    }
    for (const text of own) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, users]) => users * 2 >= people.length));
}

/** Cuts of one long sentence, in which some things are said twice. */
const sentence = '魅力之城小区A5区楼下油烟扰民魅力之城小区3栋58车贷油烟扰民无人管理';
const cutsOf = (person: number): PersonWords => [0, 1, 2].map((number) => {
  const from = (person * 7 + number * 11) % 12;
  return sentence.slice(from, from + 6 + ((person * 5 + number * 3) % 20));
});

describe('what people share', () => {
  it.each([1, 2, 5, 13, 40])('is every stretch that at least half of %d people use, with as many people as use it', (size) => {
    const people = Array.from({ length: size }, (_, person) => cutsOf(person));
    const { common } = sharedWordsOf(people);
    expect(common.length).toBeGreaterThan(0);
    expect(new Map(common.map(({ text, people: users }) => [text, users]))).toEqual(countedOneByOne(people));
    const terms = [...countedOneByOne(people).keys()].flatMap((text) => pairsOf(unitsOf(text)));
    expect(new Set(termsOf({ people: [], common }))).toEqual(new Set(terms));
  });

  it('stands at each of its places', () => {
    const { people, common } = sharedWordsOf([['油烟扰民油烟']]);
    const [oil] = common.filter(({ text }) => text === '油烟');
    expect(people.flat().map((fragment) => oil && placesOf(oil, fragment))).toEqual([[0, 4]]);
  });
});
