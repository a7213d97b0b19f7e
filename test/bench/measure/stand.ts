import { services, type ServiceName } from '@wenzheng/contracts';
import type { Endpoints, PlatformOptions } from '@wenzheng/local';
import { Client } from 'pg';
import { City } from '../../support/city.js';
import { Processes } from './processes.js';

/** A platform under measurement: on the system's clock, with a database connection that stays open while it is watched. */
export class Stand {
  private constructor(
    readonly city: City,
    readonly processes: Processes,
    private database: Client,
  ) {}

  static async start(replicas: Partial<Record<ServiceName, number>>, env: PlatformOptions['env'] = {}): Promise<Stand> {
    console.log(`Starting 启动: PostgreSQL (fsync on), NATS (sync always), ${Object.keys(replicas).join(', ')}`);
    const city = await City.start({
      controllableClock: false,
      services: Object.fromEntries(services.map((service) => [service, replicas[service] ?? 0])),
      // One channel pushes more here than any integration may.
      env: { intake: { RATE_LIMIT_PER_SECOND: '1000000', OUTBOX_LIMIT: '100000000' }, ...env },
    });
    return new Stand(city, new Processes(city), await connected(city));
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

  /** What it had in memory it has no more; the services connect again by themselves. */
  async restartPostgres(): Promise<void> {
    await this.database.end();
    await this.city.platform.stopPostgres();
    await this.city.platform.startPostgres();
    this.database = await connected(this.city);
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.city.stop();
  }
}

async function connected({ endpoints }: City): Promise<Client> {
  const database = new Client({ connectionString: endpoints.postgres });
  await database.connect();
  return database;
}
