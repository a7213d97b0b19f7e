import { expect, it } from '@jest/globals';
import { cursorOf, isWaiting, withTold, type Told } from './escalations.rules.js';

const told = (id: string, position: string, changes: Partial<Told> = {}): Told => ({ id, position, level: 1, acknowledgedAt: null, withdrawnAt: null, ...changes });

it('each is listed once, the newest position first, whatever is told twice', () => {
  const known = withTold([], [told('a', '9'), told('b', '10')]);
  expect(known.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(withTold(known, [told('b', '10'), told('c', '11')]).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

it('what was told later counts, what comes again from before does not', () => {
  const acknowledged = told('a', '12', { acknowledgedAt: '2026-09-23T01:00:00Z' });
  expect(withTold([acknowledged], [told('a', '9')])).toEqual([acknowledged]);
  expect(isWaiting(acknowledged)).toBe(false);
  expect(isWaiting(told('b', '1', { withdrawnAt: '2026-09-23T01:00:00Z' }))).toBe(false);
  expect(isWaiting(told('b', '1'))).toBe(true);
});

it('reading goes on after the highest position, which is a number and no text', () => {
  expect(cursorOf([told('a', '9'), told('b', '10')])).toBe('10');
  expect(cursorOf([])).toBe('0');
});
