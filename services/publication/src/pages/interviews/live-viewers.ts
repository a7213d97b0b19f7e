import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { problem } from '../../problems.js';

/** Of one replica, beyond which readers have the link. */
const mostViewers = 1_000;
const lookMs = 2_000;
/** A browser comes back by itself. */
const longestMs = 15 * 60_000;

/** Who watches an interview: each is told when the counts have changed. */
@Injectable()
export class LiveViewers implements BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private viewers = 0;

  assertRoom(): void {
    if (this.viewers >= mostViewers) throw problem('publication.too-many-viewers', { retryAfterSeconds: 30 });
  }

  /** Until the reader goes, takes nothing, or has watched long enough. */
  async serve(response: ServerResponse, look: () => Promise<string>): Promise<void> {
    this.viewers += 1;
    const until = performance.now() + longestMs;
    let told = '';
    try {
      while (!this.ending.signal.aborted && !response.destroyed && !response.writableNeedDrain && performance.now() < until) {
        const counts = await look();
        response.write(counts === told ? ':\n\n' : `event: counts\ndata: ${counts}\n\n`);
        told = counts;
        await wait(lookMs, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
      }
    } finally {
      this.viewers -= 1;
      response.end();
    }
  }

  beforeApplicationShutdown(): void {
    this.ending.abort();
  }
}
