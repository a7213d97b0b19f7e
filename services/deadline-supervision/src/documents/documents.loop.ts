import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import { AutomaticDrafts } from './automatic-drafts/automatic-drafts.service.js';
import { Lapses } from './major-matter/lapses.service.js';
import { UrgingOrderDelivery } from './urging-order/delivery/delivery.service.js';

/** What time brings about with documents. Apart from the timers' sweep, which nothing here can hold up. */
@Injectable()
export class DocumentLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: 1_000,
    round: () => this.sweep(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'documents: interrupted; it will be tried again'),
  });

  constructor(
    @Inject(AutomaticDrafts) private readonly drafts: AutomaticDrafts,
    @Inject(UrgingOrderDelivery) private readonly urgingOrders: UrgingOrderDelivery,
    @Inject(Lapses) private readonly majorMatters: Lapses,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Drafts what the ladder calls for, serves what waited for working hours, and escalates what nobody has seen to. */
  async sweep(): Promise<void> {
    await this.drafts.sweep();
    await this.urgingOrders.sweep();
    await this.majorMatters.sweep();
  }
}
