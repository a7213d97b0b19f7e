import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tellingRarityOf } from './everyday.rules.js';
import { likenessTo, rarityOf, sharedTermsOf, sumOf, vectorOf, type Frequencies, type Vector } from './vector.rules.js';

const nothingCounted: Frequencies = { messages: 0, of: () => 0 };
const counted = (counts: Record<string, number>, messages = 1_000): Frequencies => ({ messages, of: (term) => counts[term] ?? 0 });

describe('the vector of a message', () => {
  it('holds integers, the most telling 60 terms first', () => {
    const counts = new Map(Array.from({ length: 80 }, (_, index) => [`t${index}`, index + 1]));
    const vector = vectorOf(counts, nothingCounted);
    expect(vector).toHaveLength(60);
    expect(vector[0]?.[0]).toBe('t79');
    expect(vector.every(([, weight]) => Number.isInteger(weight) && weight > 0)).toBe(true);
  });

  it('weighs a rare term more than a common one', () => {
    const frequencies = counted({ 小区: 900 });
    expect(rarityOf('油烟', frequencies)).toBeGreaterThan(rarityOf('小区', frequencies));
    expect(vectorOf(new Map([['小区', 1], ['油烟', 1]]), frequencies).map(([term]) => term)).toEqual(['油烟', '小区']);
  });

  it('of nothing is nothing', () => {
    expect(vectorOf(new Map(), nothingCounted)).toEqual([]);
    expect(likenessTo([])([['油烟', 3]])).toBe(0);
  });
});

describe('likeness', () => {
  const vectors = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1, max: 1_024 })), { selector: ([term]) => term, minLength: 1 });

  it('is the same both ways, whole with itself, and between 0 and 1000', () => {
    fc.assert(
      fc.property(vectors, vectors, (one, other) => {
        const score = likenessTo(one)(other);
        expect(score).toBe(likenessTo(other)(one));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1_000);
        expect(likenessTo(one)(one)).toBe(1_000);
      }),
    );
  });

  it('sums are the same in every order', () => {
    fc.assert(
      fc.property(vectors, vectors, vectors, (one, two, three) => {
        expect(sumOf(sumOf(one, two), three)).toEqual(sumOf(one, sumOf(three, two)));
      }),
    );
  });

  it('names the terms that make two alike, the strongest first', () => {
    const one: Vector = [['魅力', 700], ['油烟', 500], ['路灯', 10]];
    expect(sharedTermsOf(one, [['油烟', 600], ['魅力', 400], ['停水', 900]], 8)).toEqual(['油烟', '魅力']);
  });
});

it('everyday terms are no telling phrase even before anything was counted; for likeness they are counted like others', () => {
  expect(tellingRarityOf('希望', nothingCounted)).toBeLessThan(2_500);
  expect(tellingRarityOf('油烟', nothingCounted)).toBeGreaterThan(2_500);
  expect(rarityOf('希望', nothingCounted)).toBe(rarityOf('油烟', nothingCounted));
});
