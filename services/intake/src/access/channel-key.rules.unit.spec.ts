import { expect, it } from '@jest/globals';
import { keyStateOf } from './channel-key.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
const [before, after] = [new Date(now.getTime() - 1), new Date(now.getTime() + 1)];
const open = { endsAt: null, revokedAt: null };

it('a key is valid until it is revoked, until its overlap is over, or until the configuration has it no more', () => {
  expect(keyStateOf(open, true, now)).toBe('valid');
  expect(keyStateOf({ ...open, endsAt: after }, true, now)).toBe('replaced');
  expect([keyStateOf({ ...open, endsAt: now }, true, now), keyStateOf({ ...open, endsAt: before }, true, now), keyStateOf(open, false, now)]).toEqual(['ended', 'ended', 'ended']);
  expect([keyStateOf({ endsAt: after, revokedAt: before }, true, now), keyStateOf({ ...open, revokedAt: before }, false, now)]).toEqual(['revoked', 'revoked']);
});
