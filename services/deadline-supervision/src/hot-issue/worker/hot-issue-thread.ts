import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { backoff, describeError, LOGGER, Metrics, Readiness, type Logger } from '@wenzheng/platform';
import { hotIssueMetrics } from '../hot-issue.metrics.js';

export type ToThread = 'ping' | 'stop';
export type FromThread = 'reading' | 'pong';

export interface ThreadData {
  /** The memory of the service's controllable clock; without a trial nobody moves it. */
  businessTime: SharedArrayBuffer;
}

interface ThreadOptions extends ThreadData {
  file?: URL;
  env?: NodeJS.ProcessEnv;
}

const longestSilenceMs = 10_000;
/** Of the pod's 1 GiB; without a bound each heap of a process takes half of it for its own. */
const heapMib = 256;
const patienceAtEndMs = 20_000;

/**
 * Keeps the thread of hot issues running beside the service: starts it anew when it dies, tells whether it answers, and ends it with the
 * service. What it had in work is rolled back then, and the stream brings it again.
 */
@Injectable()
export class HotIssueThread implements OnModuleInit, BeforeApplicationShutdown {
  private worker: Worker | undefined;
  private restart: NodeJS.Timeout | undefined;
  private deaths = 0;
  private isEnding = false;
  private isReading = false;
  /** When it was asked whether it is there, until it answers. */
  private askedAt: number | null = null;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.observe([hotIssueMetrics.thread], () => (this.worker || this.restart ? [{ metric: hotIssueMetrics.thread, value: this.isReading ? 1 : 0 }] : []));
  }

  /** Called by main.ts: specs read the events of hot issues in the process itself, or start a thread of their own. */
  start({ businessTime, file = new URL('./hot-issues.worker.js', import.meta.url), env = process.env }: ThreadOptions): void {
    // Without it deadlines go on, and messages wait in the stream.
    this.readiness.register('hot-issues', () => this.check(), { needed: false });
    this.run({ businessTime, file, env });
  }

  /** Asks the thread, which answers between two statements. @throws where it did not answer the last time, or does not read */
  async check(): Promise<void> {
    if (!this.worker || !this.isReading) throw new Error('the thread of hot issues does not read');
    const silentMs = this.askedAt === null ? 0 : performance.now() - this.askedAt;
    if (silentMs > longestSilenceMs) throw new Error('the thread of hot issues does not answer');
    this.askedAt ??= performance.now();
    this.worker.postMessage('ping' satisfies ToThread);
  }

  /** Before the service closes its own connections; a batch in work is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    clearTimeout(this.restart);
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const late = setTimeout(() => void worker.terminate(), patienceAtEndMs);
    worker.postMessage('stop' satisfies ToThread);
    await ended;
    clearTimeout(late);
  }

  private run(options: Required<ThreadOptions>): void {
    const { businessTime, file, env } = options;
    const worker = new Worker(file, { env, name: 'hot-issues', resourceLimits: { maxOldGenerationSizeMb: heapMib }, workerData: { businessTime } satisfies ThreadData });
    this.worker = worker;
    worker.on('message', (message: FromThread) => {
      this.askedAt = null;
      if (message === 'reading') [this.isReading, this.deaths] = [true, 0];
    });
    worker.on('error', (error) => this.logger.error({ error: describeError(error) }, 'hot issues: their thread failed'));
    worker.once('exit', (code) => {
      [this.worker, this.isReading] = [undefined, false];
      if (this.isEnding) return;
      this.deaths += 1;
      this.logger.error({ alarm: 'hot-issues-ended', code, deaths: this.deaths }, 'hot issues: their thread ended, and will be started again');
      this.restart = setTimeout(() => this.run(options), backoff(this.deaths));
    });
  }
}
