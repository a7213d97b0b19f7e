import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { soughtTerms, termsOf } from './search.rules.js';
import { bucketOf, common, countOf, folded, freshSize, maskOf, placesIn, placesOf, postingsOf, type Posting } from './segment.rules.js';

/** In which places each term stands. */
const standing = (postings: readonly Posting[]): Map<number, number[]> =>
  new Map(postings.flatMap(({ terms, ends, places }) => terms.map((term, index): [number, number[]] => [term, placesOf(places.subarray(ends[index - 1] ?? 0, ends[index]))])));

const maskOfPlaces = (places: readonly number[]) => {
  const bytes = Buffer.alloc(places.length * 2);
  for (const [index, place] of places.entries()) bytes.writeUInt16LE(place, index * 2);
  return maskOf(bytes);
};

describe('the terms of a segment', () => {
  const words = Array.from({ length: freshSize }, (_, n) => `第${n}盏路灯${n % 3 === 0 ? '不亮' : ''}`);
  const postings = postingsOf(words);

  it('stand in their buckets, each with the places of the messages that have it', () => {
    const found = standing(postings);
    for (const term of ['路灯', '不亮', '9盏'].flatMap((word) => soughtTerms(word, 3))) {
      expect(found.get(term)).toEqual(words.flatMap((text, place) => (termsOf(text).includes(term) ? [place] : [])));
    }
    expect(postings.flatMap(({ bucket, terms }) => terms.filter((term) => bucketOf(term) !== bucket))).toEqual([]);
    expect(new Set(postings.map(({ bucket }) => bucket)).size).toBe(postings.length);
  });

  it('of several folded into one are those of all their messages, few or many', () => {
    const parts = Array.from({ length: 9 }, (_, part) => words.map((text, n) => `${text}${part}号${n % 2 === 0 ? '楼' : ''}`));
    const all = folded(parts.flatMap((own, part) => postingsOf(own).map((posting) => ({ ...posting, offset: part * freshSize }))));
    expect(standing(all)).toEqual(standing(postingsOf(parts.flat())));
    // 2,304 places in two bytes each would be longer than a bit for each place that there can be.
    const { places, ends, terms } = all.find(({ bucket }) => bucket === bucketOf('路'.codePointAt(0)!))!;
    const at = terms.indexOf('路'.codePointAt(0)!);
    expect(places.subarray(ends[at - 1] ?? 0, ends[at]).length).toBe(2_048);
  });
});

it('masks say what several have in common', () => {
  const some = fc.uniqueArray(fc.nat(16_383), { maxLength: 200 });
  fc.assert(fc.property(some, some, some, (a, b, both) => {
    const [one, other] = [[...new Set([...a, ...both])].sort((x, y) => x - y), new Set([...b, ...both])];
    const shared = one.filter((place) => other.has(place));
    const mask = common([maskOfPlaces(one), maskOfPlaces([...other])]);
    expect([placesIn(mask), countOf(mask), placesIn(maskOfPlaces(one))]).toEqual([shared, shared.length, one]);
  }));
});
