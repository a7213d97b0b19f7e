import { Notifications, type DataSource, type Logger } from '@wenzheng/platform';

/** Wakes the relay: rung by the outbox's insert trigger. A ring may be lost, so whoever waits also gives a time. */
export class OutboxBell {
  readonly #notifications: Notifications;
  #rung = false;
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(dataSource: DataSource, logger: Logger) {
    this.#notifications = new Notifications(dataSource, logger, 'outbox', () => this.#ring());
  }

  start(): void {
    this.#notifications.start();
  }

  stop(): void {
    this.#stopped = true;
    this.#notifications.stop();
    this.#wake?.();
  }

  /** Until it rings, or has rung since the last wait, or the time is over. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#rung) await this.pause(milliseconds, true);
    this.#rung = false;
  }

  /** Until the time is over, however it rings, or {@link stop}. */
  pause(milliseconds: number, untilRung = false): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#wake = () => {
        if (untilRung || this.#stopped) wake();
      };
    });
  }

  #ring(): void {
    this.#rung = true;
    this.#wake?.();
  }
}
