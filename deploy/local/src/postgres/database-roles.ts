import { readFile } from 'node:fs/promises';
import { deployedServices, type DeployedService } from '@wenzheng/contracts';
import { Client } from 'pg';

/** Names in SQL carry underscores. */
export const schemaOf = (service: DeployedService): string => service.replaceAll('-', '_');
/** It runs as this one. */
export const roleOf = (service: DeployedService): string => `wenzheng_${schemaOf(service)}`;
/** And is migrated as this one, to which its schema belongs. */
export const ownerOf = (service: DeployedService): string => `${roleOf(service)}_owner`;

export type Passwords = Record<DeployedService, string>;

export interface ServiceDatabases {
  /** The administrator's address of the platform's database. */
  adminUrl: string;
  /** Each service's DATABASE_URL. */
  serviceUrls: Record<DeployedService, string>;
  /** The same for its migrations. */
  ownerUrls: Record<DeployedService, string>;
}

const sqlFile = new URL('../../database-roles.sql', import.meta.url);
const defaultDatabase = 'wenzheng';
const maintenanceDatabase = 'postgres';

/**
 * Creates the platform's database where the address names none of its own, and each service's roles and schema in it.
 * Changes nothing that is there already but the passwords.
 */
export async function createDatabaseRoles(adminUrl: string, passwords: Passwords, ownerPasswords: Passwords): Promise<ServiceDatabases> {
  const url = new URL(adminUrl);
  const named = decodeURIComponent(url.pathname.slice(1));
  if (named === '' || named === maintenanceDatabase) {
    url.pathname = `/${maintenanceDatabase}`;
    await withClient(url, createDatabase);
    url.pathname = `/${defaultDatabase}`;
  }
  const sql = await readFile(sqlFile, 'utf8');
  await withClient(url, async (admin) => {
    for (const service of deployedServices) {
      await admin.query(
        `SELECT set_config('wenzheng.role', $1, false), set_config('wenzheng.schema', $2, false), set_config('wenzheng.password', $3, false),
           set_config('wenzheng.owner_password', $4, false)`,
        [roleOf(service), schemaOf(service), passwords[service], ownerPasswords[service]],
      );
      await admin.query(sql);
    }
  });
  const urlsOf = (nameOf: (service: DeployedService) => string, by: Passwords) =>
    Object.fromEntries(deployedServices.map((service) => [service, urlAs(url, nameOf(service), by[service])])) as Record<DeployedService, string>;
  return { adminUrl: url.href, serviceUrls: urlsOf(roleOf, passwords), ownerUrls: urlsOf(ownerOf, ownerPasswords) };
}

async function createDatabase(admin: Client): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [defaultDatabase]);
  if (!rowCount) await admin.query(`CREATE DATABASE ${defaultDatabase}`);
}

function urlAs(adminUrl: URL, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

async function withClient(url: URL, use: (client: Client) => Promise<void>): Promise<void> {
  // Generous: on a slow machine the launcher itself may be busy loading for longer than a connection takes.
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 60_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } catch (error) {
    throw new Error(`The database at ${url.host} refused to be set up: ${(error as Error).message}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
