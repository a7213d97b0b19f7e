import { afterAll, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { createTestAccount, createTestDatabase, createTestIssuer, FixedClock, type TestDatabase } from './index.js';

const cleanups: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

async function query(database: Pick<TestDatabase, 'url'>, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  test('two of one migration set share its schema and no row, and the set is migrated once', async () => {
    let migrations = 0;
    const migrate = async (url: string) => {
      migrations += 1;
      await query({ url }, 'CREATE TABLE note (text text)');
    };
    const first = await createTestDatabase({ name: 'notes', migrate });
    const second = await createTestDatabase({ name: 'notes', migrate });
    cleanups.push(first.drop, second.drop);
    await query(first, `INSERT INTO note VALUES ('one')`);
    expect(await query(second, 'SELECT * FROM note')).toEqual([]);
    expect(migrations).toBe(1);
  });

  test('with a role, the connection can touch that schema, in which its owner alone can make anything, and nothing else', async () => {
    const database = await createTestDatabase({ name: 'roles', role: 'deadline-supervision' });
    cleanups.push(database.drop);
    const rows = await query(database, 'SELECT current_user, current_schema, current_setting($$is_superuser$$) super');
    expect(rows).toEqual([
      { current_user: 'deadline_supervision', current_schema: 'deadline_supervision', super: 'off' },
    ]);
    await query({ url: database.ownerUrl }, 'CREATE TABLE own (id int)');
    for (const forbidden of ['CREATE TABLE mine (id int)', 'DROP TABLE own', 'SELECT * FROM own', 'CREATE TABLE public.other (id int)', 'CREATE TEMPORARY TABLE other (id int)', 'CREATE SCHEMA other']) {
      await expect(query(database, forbidden)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('a test account', () => {
  test('sees no stream of another', async () => {
    const first = await createTestAccount();
    const second = await createTestAccount();
    cleanups.push(first.drop, second.drop);
    await (await jetstreamManager(first.connection)).streams.add({ name: 'A', subjects: ['a.>'] });
    const seen = await (await jetstreamManager(second.connection)).streams.list().next();
    expect(seen).toEqual([]);
    expect(first.user).not.toBe(second.user);
  });
});

describe('a test issuer', () => {
  test.each(['ES256', 'RS256'] as const)('signs %s tokens that its published key set verifies', async (algorithm) => {
    const issuer = await createTestIssuer();
    cleanups.push(issuer.close);
    const token = await issuer.token({ roles: ['web-admin'], unit: 'city.housing', algorithm });
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const { payload } = await jwtVerify(token, keys, { issuer: issuer.url, audience: 'wenzheng' });
    expect(payload).toMatchObject({ roles: ['web-admin'], unit: 'city.housing', sub: 'spec' });
  });
});

test('a fixed clock stands until it is moved', () => {
  const clock = new FixedClock('2026-10-01T00:00:00+08:00');
  clock.advance(1000);
  expect(clock.now().toISOString()).toBe('2026-09-30T16:00:01.000Z');
});
