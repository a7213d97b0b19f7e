import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, planned, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';
import { AutomaticDrafts } from './automatic-drafts/automatic-drafts.service.js';
import { Lapses } from './major-matter/lapses.service.js';
import { UrgingOrderDelivery } from './urging-order/delivery/delivery.service.js';

/** What time brings about with documents. Apart from the timers' loop, which nothing here can hold up. */
@Injectable()
export class DocumentLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: 1_000,
    round: () => this.caughtUp(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'documents: interrupted; it will be tried again'),
  });

  constructor(
    @Inject(AutomaticDrafts) private readonly drafts: AutomaticDrafts,
    @Inject(UrgingOrderDelivery) private readonly urgingOrders: UrgingOrderDelivery,
    @Inject(Lapses) private readonly majorMatters: Lapses,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Drafts what the ladder calls for, serves what waited for working hours, and escalates what nobody has seen to. */
  async caughtUp(): Promise<void> {
    await this.drafts.draft();
    await this.urgingOrders.followUp();
    await this.majorMatters.escalateDue();
  }

  /** The next instant at which one of them would be seen to. */
  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(
      planned(`SELECT least((SELECT min(serve_at) FROM urging_order WHERE serve_at > $1), (SELECT min(next_climb_at) FROM urging_order WHERE next_climb_at > $1),
         (SELECT min(look_at) FROM major_matter WHERE look_at > $1)) AS at`),
      [this.clock.now()],
    );
    return row?.at ?? null;
  }
}
