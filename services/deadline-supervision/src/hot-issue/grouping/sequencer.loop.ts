import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, type Logger } from '@wenzheng/platform';
import { HotIssueQueue } from './queue.js';
import { batchSize, HotIssueSequencer } from './sequencer.js';

/** How long it may be away from what other replicas have let wait; an arrival here wakes it after the shorter time. */
const longestSleepMs = 1_000;
const afterArrivalMs = 50;

/** Runs the sequencer whenever messages wait, in real time: what they say counts at their own. */
@Injectable()
export class HotIssueLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stop = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(HotIssueSequencer) private readonly sequencer: HotIssueSequencer,
    @Inject(HotIssueQueue) private readonly queue: HotIssueQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.onArrival(() => this.wake.abort());
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
        await this.sequencer.take(new Date(), batchSize, this.stop.signal);
      } catch (error) {
        this.logger.warn({ error: describeError(error) }, 'hot issues interrupted; it will be tried again');
      }
      this.wake = new AbortController();
      await this.sleepFor(longestSleepMs, this.wake.signal);
      // The arrival that woke it is not committed yet, and more come with it.
      await this.sleepFor(afterArrivalMs, this.stop.signal);
    }
  }

  private async sleepFor(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.stop.signal.aborted) return;
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
