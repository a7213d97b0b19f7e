import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ledgerCounted, parseEvent, type Ending, type LedgerBucket } from '@wenzheng/contracts';
import { createDataSource, createLogger, createService, migrate, PlatformModule, serviceConfig, sqlMigration, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, createTestIssuer, type TestDatabase, type TestIssuer } from '@wenzheng/testing';
import { LedgerModule } from './ledger.module.js';
import { LedgerService } from './ledger.service.js';
import { messagingMigrations } from '../migrations.js';

const table = sqlMigration(
  'createMessage1763900000001',
  'CREATE TABLE message (message_id uuid PRIMARY KEY, channel text, registered_on date, ending text NOT NULL)',
);
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

let database: TestDatabase;
let dataSource: DataSource;
let issuer: TestIssuer;

beforeAll(async () => {
  database = await createTestDatabase({
    name: 'ledger',
    role: 'routing',
    migrate: async (url) => void (await migrate({ url, service: 'routing', migrations: [...messagingMigrations, table] })),
  });
  dataSource = await createDataSource({ url: database.ownerUrl, service: 'routing' }).initialize();
  issuer = await createTestIssuer();
});
afterAll(async () => {
  await dataSource.destroy();
  await issuer.close();
  await database.drop();
});
beforeEach(async () => {
  await dataSource.query('TRUNCATE message, outbox, ledger_published, ledger_unregistered');
  await dataSource.query('UPDATE ledger_count SET counted_at = NULL, completed_at = NULL, complete_milliseconds = NULL');
});

const counter = () =>
  new LedgerService(dataSource, { service: 'routing', relation: 'message', LEDGER_SECONDS: 20 }, createLogger('routing', 'silent'));
/** The next count is due although no interval has passed. */
const due = () => dataSource.query('UPDATE ledger_count SET counted_at = NULL');
const add = (n: number, date: string, ending: Ending, channel: string | null = 'board') =>
  dataSource.query('INSERT INTO message VALUES ($1, $2, $3, $4)', [id(n), channel, date, ending]);
async function published() {
  const rows = await dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox ORDER BY position');
  return rows.map(({ envelope }) => parseEvent(ledgerCounted.routing, JSON.parse(envelope)));
}
async function buckets(): Promise<LedgerBucket[]> {
  return (await published()).at(-1)?.data.buckets ?? [];
}
function digestOf(entries: [number, Ending][]): string {
  const hashes = entries.map(([n, ending]) => createHash('sha256').update(id(n) + ending).digest());
  return Buffer.from(Array.from({ length: 32 }, (_, index) => hashes.reduce((sum, hash) => sum ^ (hash[index] ?? 0), 0))).toString('hex');
}

describe('R04: the count of a service', () => {
  it('has per channel and day each ending and the XOR of SHA-256(messageId‖ending)', async () => {
    await add(1, '2026-11-20', 'open');
    await add(2, '2026-11-20', 'publicly-answered');
    await add(3, '2026-11-20', 'open', 'mailbox');
    await add(4, '2026-11-20', 'open', null);
    expect(await counter().count()).toBe(true);
    expect((await buckets()).map(({ channel, counts, digest }) => [channel, counts.open, counts['publicly-answered'], digest])).toEqual([
      ['board', 1, 1, digestOf([[1, 'open'], [2, 'publicly-answered']])],
      ['mailbox', 1, 0, digestOf([[3, 'open']])],
    ]);
  });

  it('is published when there is no message at all', async () => {
    await counter().count();
    expect((await published()).map(({ data }) => [data.complete, data.buckets])).toEqual([[true, []]]);
  });

  it('is made by one of two replicas, with one sequence', async () => {
    const replicas = [counter(), counter()];
    await Promise.all(replicas.map((replica) => replica.count()));
    await due();
    await Promise.all(replicas.map((replica) => replica.count()));
    const sequences = (await published()).map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(await Promise.all(replicas.map((replica) => replica.count()))).not.toContain(true);
  });

  it('lists what has changed since it was last published, and is published although nothing has', async () => {
    await add(1, '2020-01-02', 'open');
    await add(2, '2020-01-03', 'withdrawn');
    const ledger = counter();
    const listed = async () => {
      await due();
      await ledger.count();
      return (await buckets()).map(({ date, counts }) => [date, counts.open, counts.withdrawn]);
    };
    expect(await listed()).toEqual([['2020-01-02', 1, 0], ['2020-01-03', 0, 1]]);
    expect(await listed()).toEqual([]);
    await add(3, '2020-01-03', 'open');
    expect(await listed()).toEqual([['2020-01-03', 1, 1]]);
    await dataSource.query(`DELETE FROM message WHERE registered_on = '2020-01-02'`);
    expect(await listed()).toEqual([['2020-01-02', 0, 0]]);
    expect(await listed()).toEqual([]);
    expect((await published()).map(({ data }) => data.complete)).toEqual([true, false, false, false, false]);
  });

  it('lists everything again when a replica starts, whatever was published before', async () => {
    await add(1, '2020-01-02', 'open');
    for (const replica of [counter(), counter()]) {
      await due();
      await replica.count();
    }
    expect((await published()).map(({ data }) => [data.complete, data.buckets.length])).toEqual([[true, 1], [true, 1]]);
  });

  it('once counting everything has become slow, looks at recent and open buckets and counts the last change of each', async () => {
    await add(1, '2020-01-02', 'open');
    await add(2, '2020-01-03', 'withdrawn');
    const ledger = counter();
    await ledger.count();
    const listed = async () => {
      await dataSource.query('UPDATE ledger_count SET complete_milliseconds = 9000, counted_at = NULL');
      await ledger.count();
      return (await buckets()).map(({ date, counts }) => [date, counts.open]);
    };
    await dataSource.query(`UPDATE message SET ending = 'withdrawn' WHERE message_id = $1`, [id(1)]);
    expect(await listed()).toEqual([['2020-01-02', 0]]);
    await add(4, '2020-01-03', 'open');
    expect(await listed()).toEqual([['2020-01-03', 1]]);
    await dataSource.query('DELETE FROM message WHERE message_id = ANY ($1)', [[id(2), id(4)]]);
    expect(await listed()).toEqual([['2020-01-03', 0]]);
    expect(await listed()).toEqual([]);
  });

  it('once that is slow too, finds the old messages that an import opened and closed between two counts', async () => {
    const ledger = counter();
    await ledger.count();
    await add(1, '2020-01-02', 'publicly-answered');
    await dataSource.query('UPDATE ledger_count SET complete_milliseconds = 9000, counted_at = NULL');
    await ledger.count();
    expect(await buckets()).toEqual([]);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask'], now: Date.now() + 400_000 });
    try {
      await due();
      await ledger.count();
    } finally {
      jest.useRealTimers();
    }
    expect((await buckets()).map(({ date }) => date)).toEqual(['2020-01-02']);
  });

  it('carries the messages whose registration has not come for more than ten minutes, and forgets them when it does', async () => {
    await add(1, '2026-11-20', 'open', null);
    const ledger = counter();
    const listed = async () => {
      await due();
      await ledger.count();
      return (await published()).at(-1)?.data.unregistered;
    };
    expect(await listed()).toEqual({ count: 0, messageIds: [] });
    await dataSource.query(`UPDATE ledger_unregistered SET since = since - interval '10 minutes'`);
    expect(await listed()).toEqual({ count: 1, messageIds: [id(1)] });
    await dataSource.query(`UPDATE message SET channel = 'board'`);
    expect(await listed()).toEqual({ count: 0, messageIds: [] });
  });

  it('comes in several events when it is large', async () => {
    await dataSource.query(
      `INSERT INTO message SELECT gen_random_uuid(), 'board', date '2010-01-01' + day, 'withdrawn' FROM generate_series(1, 2001) AS day`,
    );
    await counter().count();
    expect((await published()).map(({ data }) => [data.part, data.parts, data.buckets.length])).toEqual([[1, 2, 2_000], [2, 2, 1]]);
  });
});

describe('GET /v1/ledger/{channel}/{date}', () => {
  @Module({})
  class SpecModule {}

  async function start() {
    const config = serviceConfig.parse({
      NODE_ENV: 'test', LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost', DATABASE_URL: database.url, OIDC_ISSUER: issuer.url,
    });
    const imports = [PlatformModule.forRoot({ service: 'routing', config }), LedgerModule.forRoot({ service: 'routing', relation: 'message' })];
    const app = await createService({ module: SpecModule, imports }, { service: 'routing', config });
    await app.init();
    return app;
  }

  it('lists a bucket page by page to a ledger-reader, and to no web admin', async () => {
    await add(1, '2026-11-20', 'open');
    await add(2, '2026-11-20', 'withdrawn');
    const app = await start();
    const get = async (path: string, role: string) => {
      const response = await app.inject({ url: path, headers: { authorization: `Bearer ${await issuer.token({ roles: [role] })}` } });
      return { status: response.statusCode, body: response.json() as { items?: unknown; next?: string | null } };
    };
    const first = await get('/v1/ledger/board/2026-11-20?limit=1', 'ledger-reader');
    expect(first.body).toEqual({ items: [{ messageId: id(1), ending: 'open' }], next: id(1) });
    const rest = await get(`/v1/ledger/board/2026-11-20?after=${id(1)}`, 'administrator');
    expect(rest.body).toEqual({ items: [{ messageId: id(2), ending: 'withdrawn' }], next: null });
    expect((await get('/v1/ledger/board/2026-11-20', 'web-admin')).status).toBe(403);
    expect((await get('/v1/ledger/board/2026-02-30', 'ledger-reader')).status).toBe(400);
    expect((await get('/v1/ledger/telegraph/2026-11-20', 'ledger-reader')).status).toBe(400);
    expect((await get('/v1/ledger/board/2026-11-20?limit=5001', 'ledger-reader')).status).toBe(400);
    await app.close();
  });
});
