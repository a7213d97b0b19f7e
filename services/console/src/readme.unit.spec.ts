import { describe, expect, it } from '@jest/globals';
import { quoted, readmeTable } from '@wenzheng/testing';
import { consoleConfig } from './config.js';
import { problem } from './problems.js';

const readme = new URL('../README.md', import.meta.url);

describe('the README', () => {
  it('lists every error code with its status, and no other', () => {
    const documented = Object.fromEntries(readmeTable(readme, 'code').map(([code, status]) => [quoted(code ?? '')[0], Number(status)]));
    const defined = Object.fromEntries(Object.entries(problem.catalogue).filter(([code]) => code.startsWith('console.')).map(([code, { status }]) => [code, status]));
    expect(documented).toEqual(defined);
  });

  it('lists every setting, and no other', () => {
    const documented = readmeTable(readme, 'setting').flatMap(([settings]) => quoted(settings ?? ''));
    expect(documented.toSorted()).toEqual(Object.keys(consoleConfig.shape).toSorted());
  });
});
