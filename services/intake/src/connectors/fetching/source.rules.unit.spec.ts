import { expect, it } from '@jest/globals';
import { sourceStateOf } from './source.rules.js';

const now = new Date('2026-11-30T09:00:00+08:00');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

it.each([
  [{ failures: 0, succeededAt: now, expiresAt: null }, 'working'],
  [{ failures: 2, succeededAt: now, expiresAt: inDays(15) }, 'working'],
  [{ failures: 3, succeededAt: now, expiresAt: null }, 'failing'],
  [{ failures: 3, succeededAt: now, expiresAt: inDays(14) }, 'failing'],
  [{ failures: 0, succeededAt: now, expiresAt: inDays(14) }, 'expiring'],
  [{ failures: 9, succeededAt: now, expiresAt: now }, 'expired'],
  [{ failures: 2, succeededAt: null, expiresAt: null }, 'new'],
] as const)('%j is %s', (source, state) => expect(sourceStateOf(source, now)).toBe(state));
