import { expect, it } from '@jest/globals';
import { instantOf, localTime } from './local-time.rules.js';

it('a field of date and time holds the city’s time, wherever the browser is', () => {
  const evening = new Date('2026-09-18T16:30:45.000Z');
  expect(localTime(evening)).toBe('2026-09-19T00:30');
  expect(instantOf('2026-09-19T00:30')).toEqual(new Date('2026-09-18T16:30:00.000Z'));
});
