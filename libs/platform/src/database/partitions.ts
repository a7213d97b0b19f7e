import { sqlMigration, type DataSource, type EntityManager } from './database.js';

/** A piece of a table that is partitioned by the range of one column and has a default partition `<table>_default`. */
export interface Partition {
  table: string;
  column: string;
  name: string;
  /** What it holds: from this on, and up to that without it. */
  from: string;
  to: string;
}

/**
 * `make_partition`: of tables that the running role does not own it can make pieces, as the owner does, and lose no row by it. The
 * new table is the owner's and granted to nobody, so that what guards the whole guards its pieces.
 */
export const createPartitionMaker = sqlMigration(
  'CreatePartitionMaker1797000000001',
  `
  -- Whoever calls it could otherwise put tables of its own before these.
  SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
  CREATE FUNCTION make_partition(whole text, key text, piece text, lower_bound text, upper_bound text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE
    columns text;
    parameters text;
  BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE relname = piece AND relnamespace = current_schema()::regnamespace) THEN RETURN; END IF;
    -- The whole table, and first: an insert that had already chosen the default partition would fail once this one is attached.
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', whole);
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
      FROM pg_attribute WHERE attrelid = quote_ident(whole)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    SELECT coalesce('WITH (' || array_to_string(reloptions, ', ') || ')', '') INTO parameters
      FROM pg_class WHERE oid = quote_ident(whole || '_default')::regclass;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING GENERATED) %s', piece, whole, parameters);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING %s) INSERT INTO %I (%s) SELECT %s FROM moved',
      whole || '_default', key, lower_bound, key, upper_bound, columns, piece, columns, columns);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', whole, piece, lower_bound, upper_bound);
    EXECUTE format('GRANT SELECT ON %I TO %I', piece, session_user);
  END $$;
  `,
);

/**
 * Makes the partition, unless there is a table of that name. Guarantee: no row is refused or lost meanwhile, and rows that
 * came before it had a partition move in from the default one, whose storage parameters it takes over. Whoever writes to the
 * table waits while they move.
 */
export async function createPartition(dataSource: DataSource, { table, column, name, from, to }: Partition): Promise<void> {
  if (await isPresent(dataSource, name)) return;
  await alterPartitions(dataSource, table, (manager) => manager.query('SELECT make_partition($1, $2, $3, $4, $5)', [table, column, name, from, to]));
}

/** Replicas take turns. Where the table stays busy this fails, and the next attempt will do. */
export async function alterPartitions(dataSource: DataSource, table: string, alter: (manager: EntityManager) => Promise<unknown>): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10min'`);
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1 || ' partitions of ' || current_schema(), 0))`, [table]);
    await alter(manager);
  });
}

/** Another replica may have been at it since one last looked. `to_regclass` may still name a table that it has dropped. */
async function isPresent(queries: Pick<DataSource, 'query'>, name: string): Promise<boolean> {
  const found = await queries.query<unknown[]>('SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace', [name]);
  return found.length > 0;
}
