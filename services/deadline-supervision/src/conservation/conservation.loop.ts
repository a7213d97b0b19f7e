import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import type { SupervisionConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { ConservationService } from './conservation.service.js';
import { ImbalanceService } from './imbalance.service.js';

/** Compares whenever there is something new to compare, in real time: conservation is housekeeping, not business. */
@Injectable()
export class ConservationLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: this.config.LEDGER_SECONDS * 100,
    round: () => this.round(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'services not compared; it will be tried again'),
  });

  constructor(
    @Inject(ConservationService) private readonly conservation: ConservationService,
    @Inject(ImbalanceService) private readonly imbalance: ImbalanceService,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Looks twice, a quarter of an interval apart: events that were in transit at the first look have arrived by the second. */
  private async round(): Promise<void> {
    const suspects = await this.conservation.compare();
    if (!suspects) return;
    if (suspects.length > 0) {
      await this.conservation.look(suspects);
      await this.loop.rest(this.config.LEDGER_SECONDS * 250);
      if (!this.loop.isStopping) await this.conservation.look(suspects);
    }
    await this.imbalance.announce();
  }
}
