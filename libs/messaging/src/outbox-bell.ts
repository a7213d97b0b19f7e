import { describeError, type DataSource, type Logger } from '@wenzheng/platform';
import pg from 'pg';
import { backoff } from './backoff.js';

/**
 * Wakes the relay: rung by the outbox's insert trigger through LISTEN/NOTIFY, on a connection of its own. A ring may be
 * lost while that connection is away, so whoever waits also gives a time.
 */
export class OutboxBell {
  #rung = false;
  #wake: (() => void) | undefined;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.#listen(1);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    void this.#client?.end().catch(() => undefined);
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

  async #listen(attempt: number): Promise<void> {
    if (this.#stopped) return;
    const options = this.dataSource.options;
    const url = 'url' in options ? options.url : undefined;
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'wenzheng-outbox-bell' });
    let over = false;
    const again = (error?: Error) => {
      if (over) return;
      over = true;
      void client.end().catch(() => undefined);
      if (this.#stopped) return;
      this.logger.warn({ error: describeError(error), attempt }, 'outbox notifications interrupted; polling goes on');
      this.#retry = setTimeout(() => void this.#listen(attempt + 1), backoff(attempt)).unref();
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', () => this.#ring());
    this.#client = client;
    try {
      await client.connect();
      const { rows } = await client.query<{ channel: string }>(`SELECT 'outbox_' || current_schema() AS channel`);
      await client.query(`LISTEN ${client.escapeIdentifier(rows[0]?.channel ?? '')}`);
      attempt = 1;
      this.#ring();
    } catch (error) {
      again(error as Error);
    }
  }

  #ring(): void {
    this.#rung = true;
    this.#wake?.();
  }
}
