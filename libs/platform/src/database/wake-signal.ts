import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging.js';
import type { DataSource } from './database.js';
import { Notifications } from './notifications.js';

/**
 * Wakes whoever waits, in every replica, when PostgreSQL NOTIFYs on `<channel>_<schema>`. A notification may be lost, so whoever waits
 * also gives a time. How not to miss one that comes while looking: take {@link count} first, look, then wait for one since.
 */
export class WakeSignal {
  readonly #notifications: Notifications;
  readonly #stopped = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #listeners: (() => void)[] = [];
  #count = 0;

  constructor(dataSource: DataSource, logger: Logger, channel: string) {
    this.#notifications = new Notifications(dataSource, logger, channel, () => this.#wake());
  }

  start(): void {
    this.#notifications.start();
  }

  /** Whoever waits goes on at once, and nobody waits any more. */
  stop(): void {
    this.#notifications.stop();
    this.#stopped.abort();
    for (const wake of this.#waiting) wake();
  }

  /** How often it has woken. */
  get count(): number {
    return this.#count;
  }

  onWake(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Until it has woken more often than `count`, or the time is over, or `signal` or {@link stop} ends it. */
  async after(count: number, milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (this.#count === count) await this.#wait(milliseconds, signal);
  }

  /** Until the time is over, however often it wakes, or {@link stop} ends it. */
  pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }

  #wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (this.#stopped.signal.aborted || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    this.#count += 1;
    for (const wake of [...this.#waiting, ...this.#listeners]) wake();
  }
}
