import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployedServices, type DeployedService } from '@wenzheng/contracts';
import { createDatabaseRoles, startPostgres, type RunningPostgres, type ServiceDatabases } from '@wenzheng/local';
import { migrate, type Evidence, type MigrationClass } from '@wenzheng/platform';
import { Client } from 'pg';

export interface Schema {
  migrations: MigrationClass[];
  evidence: Evidence;
}

/** Read as data, as its settings are: what each service's migrations make, and what of it is evidence. */
export async function schemaOf(service: DeployedService): Promise<Schema> {
  const { evidence, ...exports } = (await import(new URL(`../../services/${service}/src/migrations.ts`, import.meta.url).href)) as { evidence: Evidence };
  const migrations = Object.values(exports).find((value): value is MigrationClass[] => Array.isArray(value));
  if (!migrations) throw new Error(`${service} exports no migrations`);
  return { migrations, evidence };
}

/** A PostgreSQL of one's own. */
export class DatabaseServer {
  private readonly passwords = Object.fromEntries(deployedServices.map((service) => [service, randomBytes(12).toString('hex')])) as Record<DeployedService, string>;

  private constructor(
    private readonly folder: string,
    private readonly server: RunningPostgres,
  ) {}

  static async start(): Promise<DatabaseServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-databases-'));
    await chmod(folder, 0o755);
    return new DatabaseServer(folder, await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false }));
  }

  /** A database with the platform's roles and schemas, made by the SQL that makes them in a city. */
  async city(database: string): Promise<CityDatabase> {
    await withClient(this.server.adminUrl, (admin) => admin.query(`CREATE DATABASE "${database}"`));
    const url = new URL(this.server.adminUrl);
    url.pathname = `/${database}`;
    return new CityDatabase(await createDatabaseRoles(url.href, this.passwords, this.passwords));
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class CityDatabase {
  constructor(private readonly urls: ServiceDatabases) {}

  migrate(service: DeployedService, { migrations, evidence }: Schema): Promise<string[]> {
    return migrate({ url: this.urls.ownerUrls[service], service, migrations, evidence });
  }

  asOwner<T>(service: DeployedService, use: (client: Client) => Promise<T>): Promise<T> {
    return withClient(this.urls.ownerUrls[service], use);
  }

  /** As the service itself. */
  asRunner<T>(service: DeployedService, use: (client: Client) => Promise<T>): Promise<T> {
    return withClient(this.urls.serviceUrls[service], use);
  }
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
