import { describe, expect, it } from '@jest/globals';
import { FreshPages } from './fresh-pages.js';
import { bytesOf, PageCache } from './page-cache.js';
import { rendered } from './respond.js';

const size = bytesOf(rendered('1'), 'a');

describe('rendered pages in memory', () => {
  it('the ones not asked for longest make room', () => {
    const cache = new PageCache(2 * size);
    cache.keep('a', '1');
    cache.keep('b', '2');
    expect(String(cache.get('a')?.body)).toBe('1');
    cache.keep('c', '3');
    expect([String(cache.get('a')?.body), cache.get('b'), String(cache.get('c')?.body)]).toEqual(['1', undefined, '3']);
  });

  it('take no more bytes than they may, however long they are: 2,000 pages of 400,000 characters leave twenty', () => {
    const cache = new PageCache(8 * 2 ** 20);
    const body = '&quot;'.repeat(66_667);
    for (let page = 0; page < 2_000; page += 1) cache.keep(String(page), body);
    expect(Array.from({ length: 2_000 }, (_, page) => cache.get(String(page))).filter((page) => page !== undefined)).toHaveLength(20);
    expect(cache.keep('too long', 'x'.repeat(9 * 2 ** 20)).body).toHaveLength(9 * 2 ** 20);
    expect([cache.get('too long'), String(cache.get('1999')?.body)]).toEqual([undefined, body]);
  });

  it('the same body has the same tag, another body another', () => {
    const cache = new PageCache(0);
    expect(cache.keep('a', 'x').etag).toBe(cache.keep('b', 'x').etag);
    expect(cache.keep('a', 'y').etag).not.toBe(cache.keep('a', 'x').etag);
    expect(cache.get('a')).toBeUndefined();
  });
});

describe('an address that many ask for', () => {
  let now = 1_000;
  const fresh = (bytes: number) => new FreshPages(bytes, 1_000, () => now);

  it('is looked up once while the look is fresh, counted from when it began, and again when it is not', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      now += 400;
      return rendered(String(looks));
    };
    const pages = fresh(10 * size);
    const bodies = async () => (await Promise.all([1, 2, 3].map(() => pages.get('/', look)))).map((page) => String(page?.body));
    expect(await bodies()).toEqual(['1', '1', '1']);
    now += 600;
    expect(await bodies()).toEqual(['1', '1', '1']);
    now += 1;
    expect(await bodies()).toEqual(['2', '2', '2']);
  });

  it('is asked again after a failure or a miss', async () => {
    const pages = fresh(10 * size);
    await expect(pages.get('/', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await pages.get('/', async () => null)).toBeNull();
    expect(String((await pages.get('/', async () => rendered('x')))?.body)).toBe('x');
  });

  it('is looked up once more, for all who came after, where the first to ask is refused', async () => {
    const pages = fresh(10 * size);
    let looks = 0;
    const first = pages.get('/', () => Promise.reject(new Error('asks for much')));
    const others = [1, 2, 3].map(() => pages.get('/', async () => rendered(String((looks += 1)))));
    await expect(first).rejects.toThrow('asks for much');
    expect((await Promise.all(others)).map((page) => String(page?.body))).toEqual(['1', '1', '1']);
  });

  it('keeps no more bytes than it may', async () => {
    const pages = fresh(2 * size);
    for (const address of ['a', 'b', 'c']) await pages.get(address, async () => rendered('1'));
    expect(String((await pages.get('c', async () => rendered('new')))?.body)).toBe('1');
    expect(String((await pages.get('a', async () => rendered('new')))?.body)).toBe('new');
    expect(String((await pages.get('b', async () => rendered('new')))?.body)).toBe('new');
  });
});
