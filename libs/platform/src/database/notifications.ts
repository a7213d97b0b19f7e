import pg from 'pg';
import { backoff } from '../work/backoff.js';
import type { DataSource } from './database.js';
import { describeError } from '../problem/failure.js';
import type { Logger } from '../logging.js';

/**
 * What PostgreSQL NOTIFYs on `<channel>_<schema>`, heard on a connection of its own, which comes back by itself. It is also
 * called once that connection is there. A notification may be lost while it is away, so whoever listens also looks from time to time.
 */
export class Notifications {
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly channel: string,
    private readonly heard: () => void,
  ) {}

  start(): void {
    void this.#listen(1);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    void this.#client?.end().catch(() => undefined);
  }

  async #listen(attempt: number): Promise<void> {
    if (this.#stopped) return;
    const options = this.dataSource.options;
    const url = 'url' in options ? options.url : undefined;
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: `wenzheng-${this.channel}-signal` });
    let over = false;
    const again = (error?: Error) => {
      if (over) return;
      over = true;
      void client.end().catch(() => undefined);
      if (this.#stopped) return;
      this.logger.warn({ error: describeError(error), channel: this.channel, attempt }, 'notifications interrupted; polling goes on');
      this.#retry = setTimeout(() => void this.#listen(attempt + 1), backoff(attempt)).unref();
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', () => this.heard());
    this.#client = client;
    try {
      await client.connect();
      const { rows } = await client.query<{ channel: string }>(`SELECT $1 || '_' || current_schema() AS channel`, [this.channel]);
      await client.query(`LISTEN ${client.escapeIdentifier(rows[0]?.channel ?? '')}`);
      attempt = 1;
      this.heard();
    } catch (error) {
      again(error as Error);
    }
  }
}
