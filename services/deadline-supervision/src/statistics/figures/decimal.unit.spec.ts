import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { percentileOf, percentOf } from './decimal.rules.js';

const occurrences = (values: number[]) => new Map(values.map((value) => [value, values.filter((other) => other === value).length]));

describe('a rate', () => {
  it.each([
    [1, 3, '33.33'], [2, 3, '66.67'], [1, 8, '12.50'], [1, 800, '0.13'], [1, 80_000, '0.00'], [1, 20_000, '0.01'], [0, 7, '0.00'], [7, 7, '100.00'], [1_000_000, 999_999, '100.00'],
  ])('%i of %i is %s %', (count, of, percent) => expect(percentOf(count, of)).toBe(percent));

  it('of nothing is none', () => expect(percentOf(0, 0)).toBeNull());

  it('is off by half a hundredth at most, and half goes up', () => {
    fc.assert(fc.property(fc.nat(2_000_000), fc.integer({ min: 1, max: 2_000_000 }), (count, of) => {
      const hundredths = BigInt(percentOf(count, of)!.replace('.', ''));
      const twice = 2n * (hundredths * BigInt(of) - 10_000n * BigInt(count));
      expect(twice > -BigInt(of) && twice <= BigInt(of)).toBe(true);
    }));
  });
});

describe('median and ninth tenth by nearest rank', () => {
  it.each([
    [[], null, null], [[4], 4, 4], [[1, 2], 1, 2], [[3, 1, 2], 2, 3], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9], [[0, 0, 0, 9], 0, 9],
  ])('of %j are %j and %j', (values, median, p90) => {
    expect([percentileOf(occurrences(values), 50), percentileOf(occurrences(values), 90)]).toEqual([median, p90]);
  });
});
