import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { RoutingConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { LearnedModels } from '../learned-models.service.js';
import { isDue } from './training-due.js';

const heapMib = 512;

/** Has a model learned in a thread when enough was confirmed. A thread that dies leaves nothing: the next round begins anew. */
@Injectable()
export class Trainer implements BeforeApplicationShutdown {
  private thread: Worker | undefined;
  private isEnding = false;

  constructor(
    @Inject(CONFIG) private readonly config: RoutingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LearnedModels) private readonly models: LearnedModels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Every round of housekeeping: looks for a newer model, and begins to train where that is due. Waits for no training. */
  async look(file = trainerFile): Promise<void> {
    await this.models.refresh();
    if (this.thread === undefined && (await isDue((sql) => this.dataSource.query(sql)))) void this.train(file);
  }

  /** @returns the version that was stored, null for none */
  async train(file = trainerFile): Promise<number | null> {
    if (this.thread !== undefined || this.isEnding) return null;
    const thread = new Worker(file, { name: 'training', resourceLimits: { maxOldGenerationSizeMb: heapMib }, workerData: { databaseUrl: this.config.DATABASE_URL, now: this.clock.now() } });
    this.thread = thread;
    let version: number | null = null;
    thread.on('message', (stored: number | null) => (version = stored));
    thread.on('error', (error) => this.logger.error({ alarm: 'training-failed', error: describeError(error) }, 'nothing was learned; it will be tried again'));
    await new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    this.thread = undefined;
    if (version !== null && !this.isEnding) {
      await this.models.refresh();
      this.logger.info({ version }, 'a new model was learned');
    }
    return version;
  }

  /** What was half learned is rolled back. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.stop();
  }

  async stop(): Promise<void> {
    await this.thread?.terminate();
  }
}

const trainerFile = new URL('./trainer.worker.js', import.meta.url);
