import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import type { SupervisionConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
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
  private readonly loop = new Loop({
    everyMs: longestSleepMs,
    round: () => this.takeTurns(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'hot issues interrupted; it will be tried again'),
  });
  private arrivedAt = -Infinity;

  constructor(
    @Inject(HotIssueSequencer) private readonly sequencer: HotIssueSequencer,
    @Inject(HotIssueQueue) private readonly queue: HotIssueQueue,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.onArrival(() => {
      this.arrivedAt = performance.now();
      this.loop.wake();
    });
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Batch after batch, resting after each: this is work for the background. */
  private async takeTurns(): Promise<void> {
    for (let taken = batchSize; taken === batchSize; ) {
      await this.untilItPauses();
      if (this.loop.isStopping) return;
      const begun = performance.now();
      taken = await this.sequencer.takeBatch(new Date());
      if (taken === batchSize) await this.loop.rest(this.config.HOT_ISSUES_REST * (performance.now() - begun));
    }
  }

  private async untilItPauses(): Promise<void> {
    const begun = performance.now();
    while (!this.loop.isStopping && performance.now() < Math.min(this.arrivedAt + pauseMs, begun + patienceMs)) await this.loop.rest(pauseMs / 2);
  }
}
