import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import { Drafting } from '../drafting/drafting.js';
import { MajorMatterService } from '../major-matter/major-matter.service.js';
import { UrgingOrderDelivery } from '../urging-order/urging-order.delivery.js';

/** What time brings about with documents. Apart from the clocks' sweep, which nothing here can hold up. */
@Injectable()
export class DocumentLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: 1_000,
    round: () => this.sweep(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'documents: interrupted; it will be tried again'),
  });

  constructor(
    @Inject(Drafting) private readonly drafting: Drafting,
    @Inject(UrgingOrderDelivery) private readonly urgingOrders: UrgingOrderDelivery,
    @Inject(MajorMatterService) private readonly majorMatters: MajorMatterService,
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
    await this.drafting.sweep();
    await this.urgingOrders.sweep();
    await this.majorMatters.sweep();
  }
}
