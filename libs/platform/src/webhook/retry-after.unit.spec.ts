import { describe, expect, it } from '@jest/globals';
import { retryAfterSeconds } from './retry-after.js';

const now = new Date('2026-11-23T01:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['30', 30], ['0', 0], ['Mon, 23 Nov 2026 01:02:00 GMT', 120], ['Mon, 23 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined], ['', undefined], [undefined, undefined],
  ])('%s asks for %s seconds', (header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));
});
