import { describe, expect, it } from '@jest/globals';
import { events } from '@wenzheng/contracts';
import { quoted, readmeTable } from '@wenzheng/testing';
import { publicationConfig } from './config.js';
import { problem } from './problems.js';

const readme = new URL('../README.md', import.meta.url);

describe('the README', () => {
  it('lists every error code with its status, and no other', () => {
    const documented = Object.fromEntries(readmeTable(readme, 'code').map(([code, status]) => [quoted(code ?? '')[0], Number(status)]));
    const defined = Object.fromEntries(Object.entries(problem.catalogue).map(([code, { status }]) => [code, status]));
    expect(documented).toEqual(defined);
  });

  it('lists every setting, and no other', () => {
    const documented = readmeTable(readme, 'setting').flatMap(([settings]) => quoted(settings ?? ''));
    expect(documented.toSorted()).toEqual(Object.keys(publicationConfig.shape).toSorted());
  });

  it('lists the events that publication sends and takes, as the bus has them', () => {
    const documented = readmeTable(readme, 'event').map(([event, direction]) => `${direction} ${quoted(event ?? '')[0]}`);
    const onBus = [
      ...events.filter(({ owner }) => owner === 'publication').map(({ subject }) => `out ${subject}`),
      ...events.filter(({ consumers }) => consumers.includes('publication')).map(({ subject }) => `in ${subject}`),
    ];
    expect(documented.toSorted()).toEqual(onBus.toSorted());
  });
});
