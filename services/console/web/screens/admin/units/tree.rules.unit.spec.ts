import { expect, it } from '@jest/globals';
import { inTreeOrder } from './tree.rules.js';

it('puts each unit below its own, and drops none', () => {
  const units = [['lamps', 'city-management'], ['city', null], ['city-management', 'city'], ['orphan', 'gone'], ['water', 'city']].map(([code, parent]) => ({ code: code!, parent: parent ?? null }));
  expect(inTreeOrder(units).map(({ code }) => code)).toEqual(['city', 'city-management', 'lamps', 'water', 'orphan']);
});
