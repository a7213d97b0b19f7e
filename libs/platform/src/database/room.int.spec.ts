import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDataSource, type DataSource } from './database.js';
import { DatabaseRoom } from './room.js';

const told: unknown[] = [];
let now = 0;
const room = new DatabaseRoom({ error: (line: unknown) => void told.push(line) } as ConstructorParameters<typeof DatabaseRoom>[0], () => now);

let dataSource: DataSource;
beforeAll(async () => (dataSource = await createDataSource({ url: process.env['TEST_POSTGRES_URL'] ?? '', service: 'spec', failed: room.failed }).initialize()));
afterAll(() => dataSource.destroy());

/** What PostgreSQL answers to an INSERT where its disk is full; the server of the specs has room. */
const refusedFor = (code: string) => expect(dataSource.transaction((manager) => manager.query(`DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${code}'; END $$`))).rejects.toMatchObject({ code });

it('a full disk of the database is told once and known until a minute has gone by without a refusal; no other refusal counts', async () => {
  await refusedFor('23505');
  await room.check();
  await refusedFor('53100');
  await expect(room.check()).rejects.toThrow('full');
  now += 50_000;
  await refusedFor('53100');
  now += 59_999;
  await expect(room.check()).rejects.toThrow('full');
  expect(told).toEqual([{ alarm: 'database-full' }]);
  now += 1;
  await room.check();
  await refusedFor('53100');
  expect(told).toHaveLength(2);
});
