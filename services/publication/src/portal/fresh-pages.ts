import { LRUCache } from 'lru-cache';
import { bytesOf } from './page-cache.js';
import type { Rendered } from './respond.js';

/**
 * One look at the database per address and second, however many ask. Guarantee: what is given was true at most
 * `freshMs` of real time ago, and a failed look is not remembered. Kept pages take no more than so many bytes; looks under way are as many as readers.
 */
export class FreshPages {
  readonly #looks = new Map<string, Promise<Rendered | null>>();
  readonly #pages: LRUCache<string, Rendered> | null;

  constructor(
    bytes: number,
    freshMs = 1_000,
    private readonly now = () => performance.now(),
  ) {
    this.#pages = bytes > 0 ? new LRUCache({ maxSize: bytes, sizeCalculation: bytesOf, ttl: freshMs, ttlResolution: 0, perf: { now } }) : null;
  }

  get<Found extends Rendered | null>(address: string, look: () => Promise<Found>): Promise<Found> {
    const pages = this.#pages;
    if (!pages) return look();
    const known = pages.get(address);
    if (known) return Promise.resolve(known as Found);
    const underway = this.#looks.get(address);
    // The first of them may be refused because it asks for much: the others ask once more, together.
    if (underway) return underway.catch(() => this.#looks.get(address) ?? this.#look(pages, address, look)) as Promise<Found>;
    return this.#look(pages, address, look);
  }

  /** What is fresh, without a look. */
  kept(address: string): Rendered | undefined {
    return this.#pages?.get(address);
  }

  #look<Found extends Rendered | null>(pages: LRUCache<string, Rendered>, address: string, look: () => Promise<Found>): Promise<Found> {
    const start = this.now();
    const page = look();
    this.#looks.set(address, page);
    const settle = (found: Rendered | null) => {
      this.#looks.delete(address);
      if (found) {
        found.address = address;
        pages.set(address, found, { start });
      }
    };
    page.then(settle, () => settle(null));
    return page;
  }
}
