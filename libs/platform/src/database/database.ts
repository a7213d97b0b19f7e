import pg from 'pg';
import { grantToRunner, type Evidence } from './privileges.js';
import { DataSource, type DataSourceOptions, type EntityManager, type MigrationInterface, type QueryRunner } from 'typeorm';

export const DATA_SOURCE = Symbol('data source');

export interface DatabaseOptions {
  /** Connects as a role of the service's own, whose search_path is its own schema. */
  url: string;
  service: string;
  poolSize?: number;
  /** A statement that takes longer is cancelled; 30 s unless told. */
  statementTimeoutMs?: number;
  entities?: DataSourceOptions['entities'];
  migrations?: MigrationClass[];
  /** Told of each statement that fails. */
  failed?: (error: unknown) => void;
}

export type MigrationClass = new () => MigrationInterface;

/**
 * A connection that dies between being opened and being used has no listener, and an 'error' without a listener ends the
 * process. Whoever uses it next is told by the error of its own query.
 */
class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    const query = this.query.bind(this) as (text: unknown, ...rest: unknown[]) => unknown;
    this.query = ((text: unknown, ...rest: unknown[]) => query(namedIfPlanned(text), ...rest)) as typeof this.query;
  }
}

const plannedStatements = new Map<unknown, string>();

/** A new object each time: the driver writes the parameters into it. */
const namedIfPlanned = (text: unknown): unknown => (plannedStatements.has(text) ? { name: plannedStatements.get(text), text } : text);

/**
 * Marks a statement that every connection parses and plans once, which costs more than to run it for a few rows. For those whose plan does
 * not depend on what tables hold, as an INSERT of arrays, and for looks at queues that are mostly empty; what may meet a table that has just
 * grown keeps an old plan until ANALYZE has seen it.
 */
export function planned(text: string): string {
  if (!plannedStatements.has(text)) plannedStatements.set(text, `planned ${plannedStatements.size}`);
  return text;
}

const separator = '\u001e';

/** Many JSON documents as one parameter: JSON holds no control character, so that nothing has to be escaped, nor read character by character. */
export const joinedJson = (documents: readonly string[]): string => documents.join(separator);

/** SQL of the `text[]` that {@link joinedJson} was made of; an empty text stands for NULL. */
export const jsonTexts = (parameter: string): string => `string_to_array(${parameter}, U&'\\001E', '')`;

const nothing = (): void => undefined;
const silence = { logQuery: nothing, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing };

export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: `wenzheng-${options.service}`,
    entities: options.entities ?? [],
    migrations: options.migrations ?? [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    logger: { ...silence, logQueryError: (error) => options.failed?.(error) },
    poolSize: options.poolSize ?? 10,
    extra: {
      Client: SteadyClient,
      connectionTimeoutMillis: 5_000,
      // A statement that outlives its caller's patience holds locks for nobody.
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 30_000,
      // Where the server has vanished without a word, whoever waits for its answer is told within half a minute; the system's own patience is two hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
  });
}

const migrationLock = `hashtext('migrations ' || current_schema())`;

/** Brings a service's schema up to date, as its owner, and says what the role that runs may do there; a second run changes nothing. One at a time. */
export async function migrate({ evidence = {}, ...options }: DatabaseOptions & { evidence?: Evidence | undefined }): Promise<string[]> {
  const dataSource = await createDataSource({ ...options, poolSize: 2 }).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(${migrationLock})`);
    const done = await dataSource.runMigrations();
    await grantToRunner(dataSource, evidence);
    return done.map((migration) => migration.name);
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(${migrationLock})`).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

/** A migration written as plain SQL. `name` must end in a millisecond timestamp, by which TypeORM orders migrations. */
export function sqlMigration(name: string, up: string): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(up);
    }
    async down(): Promise<void> {
      throw new Error(`${name} cannot be undone: restore a backup instead`);
    }
  };
}

export type { DataSource, EntityManager };

/** Reads what stood at one instant, however many statements that takes; one round trip to begin with, where a transaction takes one more to say its level. */
export async function inSnapshot<Found>(dataSource: DataSource, read: (manager: EntityManager) => Promise<Found>): Promise<Found> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const found = await read(runner.manager);
    await runner.query('COMMIT');
    return found;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Values as the check constraint of a column, written as PostgreSQL prints it. */
export const oneOf = (column: string, values: readonly string[]): string =>
  `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;
