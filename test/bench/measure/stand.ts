import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { services, type ServiceName } from '@wenzheng/contracts';
import type { Endpoints, PlatformOptions, startPlatform } from '@wenzheng/local';
import { Client } from 'pg';
import { City } from '../../support/city.js';
import { Processes, type Cpu } from './processes.js';

/** What something cost besides time. */
export interface Cost {
  cpu: Cpu;
  /** Bytes of write-ahead log. */
  wal: number;
}

export interface StandOptions {
  replicas: Partial<Record<ServiceName, number>>;
  env?: PlatformOptions['env'];
  /** Another checkout, built; its own launcher starts it. */
  checkout?: string | undefined;
}

/** A platform under measurement: on the system's clock, with a database connection that stays open while it is watched. */
export class Stand {
  private constructor(
    readonly city: City,
    readonly processes: Processes,
    private database: Client,
  ) {}

  static async start({ replicas, env, checkout }: StandOptions): Promise<Stand> {
    console.log(`Starting 启动: PostgreSQL (fsync on), NATS (sync always), ${Object.keys(replicas).join(', ')}${checkout ? ` of ${checkout}` : ''}`);
    const launcher = checkout ? ((await import(pathToFileURL(path.join(checkout, 'deploy/local/dist/index.js')).href)) as { startPlatform: typeof startPlatform }) : undefined;
    const options: PlatformOptions = {
      controllableClock: false,
      services: { ...Object.fromEntries(services.map((service) => [service, replicas[service] ?? 0])), console: 0 },
      // One channel pushes more here than any integration may.
      env: { intake: { RATE_LIMIT_PER_SECOND: '1000000', OUTBOX_LIMIT: '100000000' }, ...env },
    };
    const city = await City.start(options, launcher?.startPlatform);
    return new Stand(city, new Processes(city.platform), await connected(city));
  }

  /** What `work` cost all processes of the platform, and its database in log. */
  async costOf<Result>(work: () => Promise<Result>): Promise<Cost & { result: Result }> {
    const before = await this.walWritten();
    const { result, cpu } = await this.processes.using(work);
    return { result, cpu, wal: (await this.walWritten()) - before };
  }

  private async walWritten(): Promise<number> {
    const [row] = await this.sql<{ bytes: number }>(`SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes`);
    return row?.bytes ?? NaN;
  }

  get endpoints(): Endpoints {
    return this.city.endpoints;
  }

  /** Where the load generator pushes messages. */
  get channel(): { urls: string[]; key: string; unit: string } {
    return { urls: [this.endpoints.services.intake], key: this.endpoints.channelKeys.board, unit: this.city.unit };
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
