import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.js';

const hour = 3_600_000;

describe('parseDuration', () => {
  it.each([
    ['P3D', 72 * hour],
    ['PT36H', 36 * hour],
    ['P1DT12H30M', 36.5 * hour],
    ['PT0.5S', 500],
    ['P0DT1S', 1000],
    ['p2d', 48 * hour],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', '3D', 'P3', 'P1M', 'P1Y', 'P1W', 'P-3D', '-P3D', 'P1DT', 'PT5', 'P0D', '72h', 'P1H'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(/ISO 8601/);
  });
});
