import { setTimeout as sleep } from 'node:timers/promises';

export interface LoopOptions {
  /** Returns after how many milliseconds the next one begins, where that is not `everyMs`. */
  round: () => Promise<number | void>;
  /** From the end of a round to the beginning of the next, after one that failed too. */
  everyMs: number;
  /** Is told why a round failed. */
  failed: (error: unknown) => void;
}

/**
 * What a process does again and again by itself, in real time: one round after another, never two at once. Guarantee: a
 * round that fails is told of and followed by the next; once {@link stop} resolves none is at work, and none will be.
 */
export class Loop {
  readonly #stopping = new AbortController();
  #woken = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LoopOptions) {}

  start(delayMs = 0): void {
    this.#running = this.#run(delayMs);
  }

  /** The next round begins now, or right after the one at work. */
  wake(): void {
    this.#woken.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Within a round: a pause that {@link stop} alone ends early. */
  rest(milliseconds: number): Promise<void> {
    return pause(milliseconds, this.#stopping.signal);
  }

  async #run(delayMs: number): Promise<void> {
    if (delayMs > 0) await pause(delayMs, this.#woken.signal);
    while (!this.isStopping) {
      this.#woken = new AbortController();
      await pause(await this.#round(), this.#woken.signal);
    }
  }

  async #round(): Promise<number> {
    try {
      return (await this.options.round()) ?? this.options.everyMs;
    } catch (error) {
      this.options.failed(error);
      return this.options.everyMs;
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
