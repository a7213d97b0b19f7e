import type { DataSource, EntityManager } from './database.js';

/** A piece of a table that is partitioned by the range of one column and has a default partition `<table>_default`. */
export interface Partition {
  table: string;
  column: string;
  name: string;
  /** What it holds: from this on, and up to that without it. As all of this, never a caller's words: it becomes SQL. */
  from: string;
  to: string;
}

/**
 * Makes the partition, unless there is a table of that name. Guarantee: no row is refused or lost meanwhile, and rows that
 * came before it had a partition move in from the default one, whose storage parameters it takes over. Whoever writes to the
 * table waits while they move.
 */
export async function createPartition(dataSource: DataSource, partition: Partition): Promise<void> {
  const { table, column, name, from, to } = partition;
  if (await isPresent(dataSource, name)) return;
  await alterPartitions(dataSource, table, async (manager) => {
    if (await isPresent(manager, name)) return;
    // The whole table, and first: an insert that had already chosen the default partition would fail once this one is attached.
    await manager.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const { columns, parameters } = await likenessOf(manager, table);
    await manager.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING GENERATED) ${parameters}`);
    await manager.query(
      `WITH moved AS (DELETE FROM ${table}_default WHERE ${column} >= '${from}' AND ${column} < '${to}' RETURNING ${columns})
       INSERT INTO ${name} (${columns}) SELECT ${columns} FROM moved`,
    );
    await manager.query(`ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
  });
}

/** Replicas take turns. Where the table stays busy this fails, and the next attempt will do. */
export async function alterPartitions(dataSource: DataSource, table: string, alter: (manager: EntityManager) => Promise<void>): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10min'`);
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1 || ' partitions of ' || current_schema(), 0))`, [table]);
    await alter(manager);
  });
}

/** Another replica may have been at it since one last looked. `to_regclass` may still name a table that it has dropped. */
export async function isPresent(queries: Pick<EntityManager, 'query'>, name: string): Promise<boolean> {
  const found = await queries.query<unknown[]>('SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace', [name]);
  return found.length > 0;
}

async function likenessOf(manager: EntityManager, table: string): Promise<{ columns: string; parameters: string }> {
  const [likeness] = await manager.query<[{ columns: string; parameters: string }]>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns,
       coalesce((SELECT 'WITH (' || array_to_string(reloptions, ', ') || ')' FROM pg_class WHERE oid = $2::regclass), '') AS parameters
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table, `${table}_default`],
  );
  return likeness;
}
