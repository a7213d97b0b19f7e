import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { forgetAnswers } from './desk/idempotency.js';
import { PenAlarm } from './pen/pen-alarm.service.js';
import { Recalls } from './pen/recalls.service.js';
import { CLOCK } from './tokens.js';

const everyMs = 60_000;

/** What routing does without being asked: at the start, every minute of real time, and when business time was moved. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.run(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'upkeep interrupted; it will be tried again'),
  });

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Recalls) private readonly recalls: Recalls,
    @Inject(PenAlarm) private readonly penAlarm: PenAlarm,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async run(): Promise<void> {
    // A message that was assigned while its unit was being removed, and one whose reply came back since.
    await this.dataSource.transaction((manager) => this.recalls.recall(manager));
    await this.penAlarm.ring();
    await forgetAnswers(this.dataSource, this.clock.now());
  }
}
