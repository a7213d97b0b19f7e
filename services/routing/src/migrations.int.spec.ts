import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { entities } from './entities.js';
import { evidence, migrations } from './migrations.js';

const run = (url: string) => migrate({ url, service: 'routing', migrations, evidence });
let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase({ name: 'routing', role: 'routing', migrate: async (url) => void (await run(url)) });
  dataSource = await createDataSource({ url: database.ownerUrl, service: 'routing', entities }).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

describe('the migrations', () => {
  it('make the tables that the entities describe', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('change nothing when they run again', async () => {
    expect(await run(database.ownerUrl)).toEqual([]);
  });
});
