import { expect, it } from '@jest/globals';
import { choiceOf, isMessageNumber } from './search.rules.js';

it.each([['HN20260918-0042', true], [' hn20260918-0042 ', true], ['路灯', false], ['01a22ac4-7e5b-72bc-86e4-44f6c289db94', false]])('%s is a number: %s', (text, is) => {
  expect(isMessageNumber(text)).toBe(is);
});

it('filters are what the address says, and nothing empty', () => {
  expect(choiceOf({ channel: 'board', kind: '', tab: 'x', overdue: 'true', unit: null })).toEqual({ channel: 'board', overdue: 'true' });
});
