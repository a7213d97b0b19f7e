import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, type Logger } from '@wenzheng/platform';
import { HotIssueQueue } from './queue.js';
import { batchSize, HotIssueSequencer } from './sequencer.js';

/** How long it may be away from what other replicas have let wait; an arrival here wakes it. */
const longestSleepMs = 1_000;
/** While messages pour in, their clocks come first: it waits until they pause for so long, or for the longest patience. */
const pauseMs = 100;
const patienceMs = 5_000;

/** Runs the sequencer whenever messages wait, in real time: what they say counts at their own. */
@Injectable()
export class HotIssueLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stop = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private arrivedAt = -Infinity;

  constructor(
    @Inject(HotIssueSequencer) private readonly sequencer: HotIssueSequencer,
    @Inject(HotIssueQueue) private readonly queue: HotIssueQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.onArrival(() => {
      this.arrivedAt = performance.now();
      this.wake.abort();
    });
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    this.wake.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        this.wake = new AbortController();
        await this.takeTurns();
      } catch (error) {
        this.logger.warn({ error: describeError(error) }, 'hot issues interrupted; it will be tried again');
      }
      await this.sleepFor(longestSleepMs, this.wake.signal);
      await this.untilItPauses();
    }
  }

  /** Batch after batch, resting after each for as long as it took: this is work for the background. */
  private async takeTurns(): Promise<void> {
    for (let taken = batchSize; taken === batchSize && !this.stop.signal.aborted; ) {
      const begun = performance.now();
      taken = await this.sequencer.takeBatch(new Date());
      if (taken === batchSize) await this.sleepFor(performance.now() - begun, this.stop.signal);
      await this.untilItPauses();
    }
  }

  private async untilItPauses(): Promise<void> {
    const begun = performance.now();
    while (performance.now() < Math.min(this.arrivedAt + pauseMs, begun + patienceMs)) {
      await this.sleepFor(pauseMs / 2, this.stop.signal);
      if (this.stop.signal.aborted) return;
    }
  }

  private async sleepFor(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.stop.signal.aborted) return;
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
