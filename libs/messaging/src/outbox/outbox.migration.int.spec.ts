import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { messagingMigrations } from '../migrations.js';
import { createOutboxProgress } from './outbox.migration.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({
    name: 'outbox-migration',
    migrate: async (url) => {
      await migrate({ url, service: 'spec', migrations: messagingMigrations.slice(0, messagingMigrations.indexOf(createOutboxProgress)) });
    },
  });
  dataSource = await createDataSource({ url: database.url, service: 'spec' }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const append = (subject: string) => dataSource.query(`INSERT INTO outbox (event_id, subject, envelope) VALUES (gen_random_uuid(), $1, '{}')`, [subject]);
const waiting = async () => ((await dataSource.query('SELECT subject FROM outbox_waiting ORDER BY position')) as { subject: string }[]).map(({ subject }) => subject);

test('a filled outbox loses nothing and publishes nothing again, and a replica of the release before goes on beside it', async () => {
  for (const subject of ['relayed', 'parked', 'waiting', 'relayed later', 'waiting too']) await append(subject);
  await dataSource.query(`UPDATE outbox SET relayed_at = now() WHERE subject LIKE 'relayed%'`);
  await dataSource.query(`UPDATE outbox SET parked_reason = 'too large' WHERE subject = 'parked'`);
  await migrate({ url: database.url, service: 'spec', migrations: messagingMigrations });
  expect(await waiting()).toEqual(['waiting', 'waiting too']);

  // As the former release writes, publishes and marks.
  await append('written by the release before');
  expect(await waiting()).toEqual(['waiting', 'waiting too', 'written by the release before']);
  await dataSource.query(`UPDATE outbox SET relayed_at = now() WHERE relayed_at IS NULL AND parked_reason IS NULL`);
  expect(await waiting()).toEqual([]);
});
