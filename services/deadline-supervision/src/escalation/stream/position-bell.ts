import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, LOGGER, Notifications, type DataSource, type Logger } from '@wenzheng/platform';

/** Rings in every replica when escalations have been given positions. A ring may be lost, so whoever waits also gives a time. */
@Injectable()
export class PositionBell implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly notifications: Notifications;
  private readonly waiting = new Set<() => void>();
  private readonly listening: (() => void)[] = [];
  /** How often it has rung: taken before a look, it tells {@link after} of what came since. */
  rings = 0;

  constructor(@Inject(DATA_SOURCE) dataSource: DataSource, @Inject(LOGGER) logger: Logger) {
    this.notifications = new Notifications(dataSource, logger, 'escalation', () => this.ring());
  }

  onApplicationBootstrap(): void {
    this.notifications.start();
  }

  onApplicationShutdown(): void {
    this.notifications.stop();
  }

  onRing(listener: () => void): void {
    this.listening.push(listener);
  }

  /** Until it has rung since, or the time is over, or the signal says so. */
  async after(rings: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.rings !== rings || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  private ring(): void {
    this.rings += 1;
    for (const wake of [...this.waiting, ...this.listening]) wake();
  }
}
