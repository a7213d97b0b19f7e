import { rendered, type Rendered } from './respond.js';

/**
 * Rendered bodies by a key that names everything they are made of, so that nothing needs to be thrown away but for room:
 * the ones not asked for longest go first.
 */
export class PageCache {
  readonly #pages = new Map<string, Rendered>();

  constructor(private readonly limit: number) {}

  get(key: string): Rendered | undefined {
    const page = this.#pages.get(key);
    if (!page) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  keep(key: string, body: string): Rendered {
    const page = rendered(body);
    if (this.limit > 0) this.#pages.set(key, page);
    while (this.#pages.size > this.limit) {
      const [oldest] = this.#pages.keys();
      if (oldest === undefined) break;
      this.#pages.delete(oldest);
    }
    return page;
  }
}
