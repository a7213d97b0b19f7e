import { randomBytes } from 'node:crypto';
import { createDataSource, type DatabaseOptions, type DataSource } from './database.js';

/** Tables of one's own on the PostgreSQL of the run; this lib may not use that of `testing`, which uses this one. */
export interface OwnSchema {
  dataSource: DataSource;
  drop(): Promise<void>;
}

export async function ownSchema(sql: string, options: Pick<DatabaseOptions, 'entities'> = {}): Promise<OwnSchema> {
  const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
  const schema = `platform_${randomBytes(6).toString('hex')}`;
  url.searchParams.set('options', `-c search_path=${schema}`);
  const dataSource = await createDataSource({ url: url.href, service: 'spec', poolSize: 2, ...options }).initialize();
  await dataSource.query(`CREATE SCHEMA ${schema}`);
  await dataSource.query(sql);
  return {
    dataSource,
    async drop() {
      await dataSource.query(`DROP SCHEMA ${schema} CASCADE`);
      await dataSource.destroy();
    },
  };
}
