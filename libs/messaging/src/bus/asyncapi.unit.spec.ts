import { describe, expect, it } from '@jest/globals';
import { committed, quoted, readmeTable } from '@wenzheng/testing';
import { parse, stringify } from 'yaml';
import { asyncApiDocument } from './asyncapi.js';

const contracts = new URL('../../../contracts/', import.meta.url);

describe('asyncapi.yaml of the contracts', () => {
  it('is what the code says; npm run documents writes it', () => {
    const rows = readmeTable(new URL('README.md', contracts), 'event');
    const today = asyncApiDocument(new Map(rows.map(([event = '', , summary = '']) => [quoted(event)[0] ?? '', summary])));
    const written = committed(new URL('asyncapi.yaml', contracts), stringify(today, { lineWidth: 0, aliasDuplicateObjects: false }));
    expect(parse(written)).toEqual(today);
  });
});
