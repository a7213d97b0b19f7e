import type { Rendered } from './respond.js';

/**
 * One look at the database per address and second, however many ask. Guarantee: what is given was true at most
 * `freshMs` of real time ago, and a failed look is not remembered.
 */
export class FreshPages {
  readonly #looks = new Map<string, { at: number; page: Promise<Rendered | null> }>();

  constructor(
    private readonly limit: number,
    private readonly freshMs = 1_000,
  ) {}

  get<Found extends Rendered | null>(address: string, look: () => Promise<Found>): Promise<Found> {
    const now = performance.now();
    const known = this.#looks.get(address);
    if (known && now - known.at < this.freshMs) return known.page as Promise<Found>;
    const page = look();
    if (this.limit === 0) return page;
    this.#looks.delete(address);
    this.#looks.set(address, { at: now, page });
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > this.limit && oldest !== undefined) this.#looks.delete(oldest);
    const forget = () => {
      if (this.#looks.get(address)?.page === page) this.#looks.delete(address);
    };
    page.then((found) => found === null && forget(), forget);
    return page;
  }
}
