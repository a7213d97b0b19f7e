import { expect, it } from '@jest/globals';
import { tabOf, tabs } from './queue.rules.js';

it('an unknown tab is the first', () => {
  expect(tabOf('overdue').title).toBe('超期');
  expect(tabOf('nowhere')).toBe(tabs[0]);
});
