import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { logPageOf, pageFrom, pageOf, pageQuery } from './page.js';
import { jsonSchema } from './openapi/json-schema.js';

const letterSchema = z.object({ number: z.string() }).meta({ id: 'Letter' });
const cursorOf = ({ number }: { number: string }) => number;
const letters = ['1', '2', '3'].map((number) => ({ number }));

describe('a page of a list', () => {
  it('asks for the next one where one more was found than it holds', () => {
    expect(pageFrom(letters, 2, cursorOf)).toEqual({ items: letters.slice(0, 2), next: '2' });
    expect(pageFrom(letters, 3, cursorOf)).toEqual({ items: letters, next: null });
    expect(pageFrom([], 3, cursorOf)).toEqual({ items: [], next: null });
  });

  it('is described as items and next, null only where the list ends', () => {
    const items = { type: 'array', items: { $ref: '#/$defs/Letter' } };
    expect(jsonSchema(pageOf(letterSchema), 'output').schema).toMatchObject({ properties: { items, next: { type: ['string', 'null'] } }, required: ['items', 'next'] });
    expect(jsonSchema(logPageOf(letterSchema), 'output').schema).toMatchObject({ properties: { items, next: { type: 'string' } }, required: ['items', 'next'] });
  });

  it('is asked for by after and limit, which has a default and bounds', () => {
    const query = z.strictObject({ ...pageQuery(z.uuid(), { limit: 50, atMost: 200 }), state: z.string().optional() });
    expect(query.parse({})).toEqual({ limit: 50 });
    expect(query.parse({ limit: '200', state: 'open' })).toEqual({ limit: 200, state: 'open' });
    for (const wrong of [{ limit: '0' }, { limit: '201' }, { limit: 'all' }, { after: 'x' }, { cursor: 'x' }]) expect(query.safeParse(wrong).success).toBe(false);
  });
});
