import { expect, it } from '@jest/globals';
import { secondsToNextDay } from './quotas.js';

it('a day’s quota is whole again when the next date begins in Shanghai', () => {
  expect(secondsToNextDay(new Date('2026-11-23T23:59:59+08:00'))).toBe(1);
  expect(secondsToNextDay(new Date('2026-11-23T00:00:00+08:00'))).toBe(86_400);
  expect(secondsToNextDay(new Date('2026-11-23T15:59:00Z'))).toBe(60);
});
