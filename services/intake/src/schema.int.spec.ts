import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, migrate } from '@wenzheng/platform';
import { entities } from './entities.js';
import { Fixture } from './intake.fixture.js';
import { evidence, intakeMigrations as migrations } from './migrations.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());

describe('the schema', () => {
  it('that the migrations make is the one that the entities describe', async () => {
    const dataSource = await createDataSource({ url: fixture.database.ownerUrl, service: 'spec', entities }).initialize();
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('a second migration changes nothing', async () => {
    expect(await migrate({ url: fixture.database.ownerUrl, service: 'intake', migrations, evidence })).toEqual([]);
  });
});
