import { expect, it } from '@jest/globals';
import { quoted, readmeTable } from '@wenzheng/testing';
import { findings } from './findings.js';

it('the README lists every finding with its weight, and no other', () => {
  const documented = readmeTable(new URL('../README.md', import.meta.url), 'finding').map(([code, weight]) => [quoted(code ?? '')[0], weight]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(Object.entries(findings).map(([code, { weight }]) => [code, weight])));
});
