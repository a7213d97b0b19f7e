import { describe, expect, it } from '@jest/globals';
import { FreshPages } from './fresh-pages.js';
import { PageCache } from './page-cache.js';
import { rendered } from './respond.js';

describe('rendered pages in memory', () => {
  it('the ones not asked for longest make room', () => {
    const cache = new PageCache(2);
    cache.keep('a', '1');
    cache.keep('b', '2');
    expect(cache.get('a')?.body).toBe('1');
    cache.keep('c', '3');
    expect([cache.get('a')?.body, cache.get('b'), cache.get('c')?.body]).toEqual(['1', undefined, '3']);
  });

  it('the same body has the same tag, another body another', () => {
    const cache = new PageCache(0);
    expect(cache.keep('a', 'x').etag).toBe(cache.keep('b', 'x').etag);
    expect(cache.keep('a', 'y').etag).not.toBe(cache.keep('a', 'x').etag);
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('an address that many ask for', () => {
  it('is looked up once while the look is fresh, and again when it is not', async () => {
    let looks = 0;
    const look = async () => rendered(String((looks += 1)));
    const pages = new FreshPages(10, 60_000);
    const bodies = await Promise.all([1, 2, 3].map(() => pages.get('/', look)));
    expect(bodies.map((page) => page?.body)).toEqual(['1', '1', '1']);
    const stale = new FreshPages(10, 0);
    expect([(await stale.get('/', look))?.body, (await stale.get('/', look))?.body]).toEqual(['2', '3']);
  });

  it('is asked again after a failure or a miss', async () => {
    const pages = new FreshPages(10, 60_000);
    await expect(pages.get('/', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await pages.get('/', async () => null)).toBeNull();
    expect((await pages.get('/', async () => rendered('x')))?.body).toBe('x');
  });

  it('keeps no more addresses than it may', async () => {
    const pages = new FreshPages(2, 60_000);
    for (const address of ['a', 'b', 'c']) await pages.get(address, async () => rendered(address));
    expect((await pages.get('a', async () => rendered('new')))?.body).toBe('new');
    expect((await pages.get('c', async () => rendered('new')))?.body).toBe('c');
  });
});
