import { LRUCache } from 'lru-cache';
import { mostPacked, rendered, type Rendered } from './respond.js';

/** What is sent, half as much for the same in gzip, two bytes a character of what names it, and what an entry takes beside them. */
export const bytesOf = ({ body, etag }: Rendered, key: string): number => body.length + (body.length <= mostPacked ? Math.ceil(body.length / 2) : 0) + 2 * (etag.length + key.length) + 500;

/**
 * Rendered bodies by a key that names everything they are made of, so that nothing needs to be thrown away but for room:
 * the ones not asked for longest go first. Room is counted in bytes, because a page is as long as what people wrote.
 */
export class PageCache {
  readonly #pages: LRUCache<string, Rendered> | null;

  constructor(bytes: number) {
    this.#pages = bytes > 0 ? new LRUCache({ maxSize: bytes, sizeCalculation: bytesOf }) : null;
  }

  get(key: string): Rendered | undefined {
    return this.#pages?.get(key);
  }

  keep(key: string, body: string): Rendered {
    const page = rendered(body);
    this.#pages?.set(key, page);
    return page;
  }
}
