import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, type Logger } from '@wenzheng/platform';
import type { SupervisionConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { ConservationService } from './conservation.service.js';

/** Compares whenever there is something new to compare, in real time: conservation is upkeep, not business. */
@Injectable()
export class ConservationLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ConservationService) private readonly conservation: ConservationService,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.round();
      } catch (error) {
        this.logger.warn({ error: describeError(error) }, 'services not compared; it will be tried again');
      }
      await this.sleepFor(this.config.LEDGER_SECONDS / 10);
    }
  }

  /** Two looks, a quarter of an interval apart: what is only on its way has arrived by the second. */
  private async round(): Promise<void> {
    const suspects = await this.conservation.compare();
    if (!suspects || suspects.length === 0) return;
    await this.conservation.look(suspects);
    await this.sleepFor(this.config.LEDGER_SECONDS / 4);
    if (!this.stop.signal.aborted) await this.conservation.look(suspects);
  }

  private async sleepFor(seconds: number): Promise<void> {
    await sleep(seconds * 1_000, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
