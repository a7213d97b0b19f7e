import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { auditMigrations, createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { evidence, migrations, rememberRequests } from './migrations.js';

const [createAudit] = auditMigrations;
const before = migrations.slice(0, migrations.indexOf(rememberRequests)).filter((migration) => migration !== createAudit);
const run = (url: string, some = migrations) => migrate({ url, service: 'deadline-supervision', migrations: some, ...(some === migrations ? { evidence } : {}) });
let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({ name: 'before-requests', role: 'deadline-supervision', migrate: async (url) => void (await run(url, before)) });
  dataSource = await createDataSource({ url: database.ownerUrl, service: 'spec' }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it('a request that was heard before the upgrade is the same afterwards, and a replica of the release before still writes its own table', async () => {
  const remember = (key: string) =>
    dataSource.query(`INSERT INTO document_begun VALUES ('li', $1, 'f', '0199f0a2-7c11-7a55-9a3e-0d7f5a3cf008', '2026-11-29T01:00:00Z')`, [key]);
  await remember('k-1');
  await run(database.ownerUrl);
  await remember('k-2');
  expect(await dataSource.query('SELECT caller, key, fingerprint, made, made_at AS at FROM made_once')).toEqual([
    { caller: 'li', key: 'k-1', fingerprint: 'f', made: '0199f0a2-7c11-7a55-9a3e-0d7f5a3cf008', at: new Date('2026-11-29T01:00:00Z') },
  ]);
});
