import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, LOGGER, WakeSignal, type DataSource, type Logger } from '@wenzheng/platform';

/** Wakes every replica when escalations have been given positions. A notification may be lost, so whoever waits also gives a time. */
@Injectable()
export class PositionSignal extends WakeSignal implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(DATA_SOURCE) dataSource: DataSource, @Inject(LOGGER) logger: Logger) {
    super(dataSource, logger, 'escalation');
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onApplicationShutdown(): void {
    this.stop();
  }
}
