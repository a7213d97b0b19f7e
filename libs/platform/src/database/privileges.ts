import type { DataSource, EntityManager } from 'typeorm';

/**
 * Tables whose rows are evidence: the role that runs adds to them and reads them, and can neither remove a row nor change
 * what it says, but for the columns named here.
 */
export type Evidence = Readonly<Record<string, readonly string[]>>;

const ownerSuffix = '_owner';

/** A service runs as the role whose name its owner bears before `_owner`; where another role migrates, it owns and runs. */
const runnerOf = (owner: string): string | undefined => (owner.endsWith(ownerSuffix) ? owner.slice(0, -ownerSuffix.length) : undefined);

/** Fails where a service's migrations would make its running role the owner of everything. */
export function requireOwner(url: string): void {
  const role = decodeURIComponent(new URL(url).username);
  if (!runnerOf(role)) throw new Error(`DATABASE_URL: migrations run as the owner of the schema, a role whose name ends in ${ownerSuffix}, not as ${role || 'nobody'}`);
}

/**
 * Gives the running role what it needs and takes what it does not, in one moment. Partitions it reaches through their tables alone:
 * a table that guards its rows guards them by whatever name.
 */
export async function grantToRunner(dataSource: DataSource, evidence: Evidence): Promise<void> {
  const [{ owner, schema }] = await dataSource.query<[{ owner: string; schema: string }]>('SELECT current_user AS owner, quote_ident(current_schema()) AS schema');
  const runner = runnerOf(owner);
  if (runner === undefined) return;
  await dataSource.transaction(async (manager) => {
    const tables = await tablesOf(manager);
    const unknown = Object.keys(evidence).filter((name) => !tables.includes(name));
    if (unknown.length > 0) throw new Error(`there is no table of evidence ${unknown.join(', ')}`);
    const role = quote(runner);
    const grant = (what: string, names: readonly string[]) => (names.length > 0 ? manager.query(`GRANT ${what} ON ${names.map(quote).join(', ')} TO ${role}`) : undefined);
    await manager.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role}; GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`);
    await grant('INSERT, UPDATE, DELETE', tables.filter((name) => !(name in evidence)));
    await grant('INSERT', Object.keys(evidence));
    for (const [name, columns] of Object.entries(evidence)) if (columns.length > 0) await grant(`UPDATE (${columns.map(quote).join(', ')})`, [name]);
  });
}

async function tablesOf(manager: EntityManager): Promise<string[]> {
  const tables = await manager.query<{ name: string }[]>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migration'`,
  );
  return tables.map(({ name }) => name);
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
