import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { requireServer } from './servers.js';

export interface TestDatabase {
  url: string;
  /** With a role, its owner's, which may do what the role may not; else the same. */
  ownerUrl: string;
  /** Removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Names the migration set: all databases of one name are cloned from one template. Required with `migrate`. */
  name?: string;
  /** Brings the template to its schema, as the role's owner; it runs once per name and must close its connections. */
  migrate?: (url: string) => Promise<void>;
  /**
   * Connect as this role instead of as superuser: an ordinary role that owns nothing. The schema of its name, which is its search
   * path, belongs to `<role>_owner`.
   */
  role?: string;
}

/**
 * A database of one's own on the real PostgreSQL of the run, cloned from a template in milliseconds. Call it once
 * per spec file. Limit: the server runs with fsync off, so these databases say nothing about power cuts.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { name = 'empty', migrate, role } = options;
  if (migrate && !options.name) throw new Error('a migrated test database needs the name of its migration set');
  const adminUrl = requireServer('TEST_POSTGRES_URL');
  const template = identifier(['template', name, role ?? ''].join('_'));
  const database = `${template.slice(0, 40)}_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [role ? 'role' : template]);
    if (role) await createRole(admin, role);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [template]);
    if (!rowCount) await createTemplate(admin, adminUrl, template, { migrate, role });
    await admin.query(`CREATE DATABASE "${database}" TEMPLATE "${template}"`);
    if (role) await restrict(admin, database, role);
  });
  return {
    url: databaseUrl(adminUrl, database, role),
    ownerUrl: databaseUrl(adminUrl, database, role && ownerOf(role)),
    drop: () =>
      withClient(adminUrl, async (admin) => {
        await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      }),
  };
}

async function createTemplate(
  admin: pg.Client,
  adminUrl: string,
  template: string,
  { migrate, role }: Pick<TestDatabaseOptions, 'migrate' | 'role'>,
): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
  await admin.query(`CREATE DATABASE "${template}"`);
  if (role) {
    await restrict(admin, template, role);
    await withClient(databaseUrl(adminUrl, template), async (client) => {
      const schema = identifier(role);
      await client.query(`CREATE SCHEMA "${schema}" AUTHORIZATION "${ownerOf(role)}"; GRANT USAGE ON SCHEMA "${schema}" TO "${schema}"`);
    });
  }
  await migrate?.(databaseUrl(adminUrl, template, role && ownerOf(role)));
  await admin.query(`ALTER DATABASE "${template}" IS_TEMPLATE true`);
}

/** As in production, the roles may connect and no more: no temporary tables. A clone does not take that over from its template. */
async function restrict(admin: pg.Client, database: string, role: string): Promise<void> {
  await admin.query(`REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`);
  await admin.query(`GRANT CONNECT ON DATABASE "${database}" TO "${identifier(role)}", "${ownerOf(role)}"`);
}

async function createRole(admin: pg.Client, role: string): Promise<void> {
  const schema = identifier(role);
  for (const name of [schema, ownerOf(role)]) {
    const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    if (!rowCount) await admin.query(`CREATE ROLE "${name}" LOGIN PASSWORD '${name}'; ALTER ROLE "${name}" SET search_path = "${schema}"`);
  }
  // So that a spec, as owner, sees the statements that the service is at, and may end its connections.
  await admin.query(`GRANT "${schema}" TO "${ownerOf(role)}"`);
}

const ownerOf = (role: string): string => `${identifier(role)}_owner`;

function identifier(name: string): string {
  const safe = name.toLowerCase().replace(/[^a-z0-9_]+/g, '_').replace(/_+$/, '');
  if (safe === '' || safe.length > 50) throw new Error(`not a usable name for a test database: ${name}`);
  return safe;
}

function databaseUrl(adminUrl: string, database: string, role?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.username = identifier(role);
    url.password = identifier(role);
  }
  return url.href;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
