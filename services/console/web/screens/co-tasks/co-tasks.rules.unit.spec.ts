import { expect, it } from '@jest/globals';
import { tabOf, tabsFor } from './co-tasks.rules.js';

it('what waits for the reader comes first', () => {
  expect(tabOf(tabsFor(false), undefined).title).toBe('待反馈');
  expect(tabOf(tabsFor(true), 'nowhere').title).toBe('待决定');
  expect(tabOf(tabsFor(true), 'open').title).toBe('待反馈');
});
