import { platformProblem, Semaphore } from '@wenzheng/platform';
import { LRUCache } from 'lru-cache';

/** So many messages that are not there may a network ask for in so long; nobody who follows links does. */
const mostMisses = 500;
const windowMs = 10_000;
const mostNetworks = 10_000;

/**
 * Looks at single messages. Of one network half of them run at once, and who has asked for many numbers that nobody has is told to come again: making up numbers costs
 * whoever does it, and the database no more than so many looks.
 */
export class LookTurns {
  readonly #turns: Semaphore;
  /** Misses by network, from the first one in a window on. */
  readonly #misses: LRUCache<string, { count: number }>;

  constructor(slots: number, now = () => performance.now()) {
    this.#turns = new Semaphore(slots, { waiting: slots * 64, each: Math.ceil(slots / 2) });
    this.#misses = new LRUCache({ max: mostNetworks, ttl: windowMs, ttlResolution: 0, perf: { now } });
  }

  /** @throws `unavailable` */
  async look<Found>(look: () => Promise<Found | null>, caller: string): Promise<Found | null> {
    if ((this.#misses.get(caller)?.count ?? 0) >= mostMisses) throw platformProblem('unavailable', { retryAfterSeconds: windowMs / 1_000 });
    const found = await this.#turns.run(look, caller);
    if (found === null) this.#count(caller);
    return found;
  }

  #count(caller: string): void {
    const misses = this.#misses.get(caller);
    if (misses) misses.count += 1;
    else this.#misses.set(caller, { count: 1 });
  }
}
