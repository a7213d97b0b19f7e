import { services, type ServiceName } from '@wenzheng/contracts';
import type { Endpoints } from '@wenzheng/local';
import { Client } from 'pg';
import { City } from '../../support/city.js';
import { Processes } from './processes.js';

/** A platform under measurement: on the system's clock, with a database connection that stays open while it is watched. */
export class Stand {
  private constructor(
    readonly city: City,
    readonly processes: Processes,
    private readonly database: Client,
  ) {}

  static async start(...wanted: ServiceName[]): Promise<Stand> {
    console.log(`Starting 启动: PostgreSQL (fsync on), NATS (sync always), ${wanted.join(', ')}`);
    const city = await City.start({
      controllableClock: false,
      services: Object.fromEntries(services.map((service) => [service, wanted.includes(service) ? 1 : 0])),
      // One channel pushes more here than any integration may.
      env: { intake: { RATE_LIMIT_PER_SECOND: '1000000', OUTBOX_LIMIT: '100000000' } },
    });
    const database = new Client({ connectionString: city.endpoints.postgres });
    await database.connect();
    return new Stand(city, new Processes(city), database);
  }

  get endpoints(): Endpoints {
    return this.city.endpoints;
  }

  /** Where the load generator pushes messages. */
  get channel(): { url: string; key: string; unit: string } {
    const { services: urls, channelKeys } = this.endpoints;
    return { url: urls.intake, key: channelKeys.board, unit: this.city.unit };
  }

  async sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.database.query(text, values)).rows as Row[];
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.city.stop();
  }
}
