import { randomUUIDv7 } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, createLogger, createPartition, DATA_SOURCE, migrate, type DataSource, type EntityManager } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { DeadlineService } from '../deadline.service.js';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { DossierService } from '../../documents/dossier/dossier.service.js';
import { migrations } from '../../migrations.js';
import { renameClocks } from '../rename.migration.js';
import { partitionByMonth } from './month-partitions.migration.js';
import { idsOf, type Month } from './month-partitions.rules.js';
import { MonthPartitions } from './month-partitions.js';

const service = 'deadline-supervision';
const tables = ['deadline', 'deadline_fact'];
const at = (instant: string) => `${instant}+08:00`;
const idIn = (month: Month) => `${idsOf(month).from.slice(0, 14)}7${randomUUIDv7().slice(15)}`;
const noUuidV7 = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const partitions = (dataSource: DataSource) => new MonthPartitions(dataSource, createLogger('spec', 'silent'));

/** In which partitions the message's rows are, and how many. */
async function homes(dataSource: DataSource, messageId: string): Promise<Record<string, number>> {
  const rows = await dataSource.query<{ home: string; count: number }[]>(
    tables.map((table) => `SELECT tableoid::regclass::text AS home, count(*)::int AS count FROM ${table} WHERE message_id = $1 GROUP BY 1`).join(' UNION ALL '),
    [messageId],
  );
  return Object.fromEntries(rows.map(({ home, count }) => [home, count]));
}

describe('the record of a message', () => {
  let fixture: Fixture;
  let replica: Replica;
  beforeAll(async () => {
    fixture = await Fixture.create('2026-10-08T15:00:00+08:00');
    replica = await fixture.start();
  });
  afterEach(async () => {
    await fixture.clear();
    fixture.clock.set('2026-10-08T15:00:00+08:00');
  });
  afterAll(() => fixture.drop());
  const ensure = (now: string) => replica.app.get(MonthPartitions).ensure(new Date(now));

  it('lies in the month of its registration, its deadline and its events', async () => {
    await ensure(at('2026-10-08T15:00:00'));
    const life = new Life(idIn('2026-10'));
    await replica.handle(life.registered(at('2026-10-08T15:00:00')), life.assigned(at('2026-10-08T15:01:00')));
    expect(await homes(fixture.dataSource, life.messageId)).toEqual({ deadline_202610: 1, deadline_fact_202610: 2 });
  });

  it('is kept although its month has no partition, and moves there when it gets one; what comes later follows, each event once', async () => {
    const life = new Life(idIn('2031-05'));
    const [registered, assigned] = [life.registered(at('2026-10-08T15:00:00')), life.assigned(at('2026-10-08T15:01:00'))];
    await replica.handle(registered);
    expect(await homes(fixture.dataSource, life.messageId)).toEqual({ deadline_default: 1, deadline_fact_default: 1 });
    await ensure(at('2031-05-31T23:59:59'));
    expect(await homes(fixture.dataSource, life.messageId)).toEqual({ deadline_203105: 1, deadline_fact_203105: 1 });
    await replica.handle(assigned, registered, assigned);
    await replica.handle(assigned);
    expect(await homes(fixture.dataSource, life.messageId)).toEqual({ deadline_203105: 1, deadline_fact_203105: 2 });
    const deadline = await replica.call(`/v1/deadlines/${life.messageId}`, { role: 'supervision-office' });
    expect(deadline.body).toMatchObject({ unit: { code: 'city.housing' }, phase: 'running' });
  });

  it('of a past month gets its partition; one whose id is no UUIDv7 has no month and stays', async () => {
    const [past, strange] = [new Life(idIn('2019-03')), new Life(noUuidV7)];
    await replica.handle(past.registered(at('2026-10-08T15:00:00')), strange.registered(at('2026-10-08T15:00:00')));
    await ensure(at('2026-10-08T15:00:00'));
    expect(await homes(fixture.dataSource, past.messageId)).toEqual({ deadline_201903: 1, deadline_fact_201903: 1 });
    expect(await homes(fixture.dataSource, strange.messageId)).toEqual({ deadline_default: 1, deadline_fact_default: 1 });
  });

  it('is there once although two replicas make its partition at the moment at which it comes', async () => {
    const lives = Array.from({ length: 40 }, () => new Life(idIn('2040-01')));
    await replica.handle(...lives.slice(0, 20).map((life) => life.registered(at('2026-10-08T15:00:00'))));
    const now = new Date(at('2040-01-10T00:00:00'));
    await Promise.all([
      partitions(replica.app.get<DataSource>(DATA_SOURCE)).ensure(now),
      partitions(replica.app.get<DataSource>(DATA_SOURCE)).ensure(now),
      ...lives.map((life) => replica.handle(life.registered(at('2026-10-08T15:00:00')), life.assigned(at('2026-10-08T15:01:00')))),
    ]);
    expect(await fixture.dataSource.query('SELECT count(*)::int AS deadlines, count(DISTINCT message_id)::int AS messages FROM deadline')).toEqual([{ deadlines: 40, messages: 40 }]);
    for (const { messageId } of lives) expect(Object.keys(await homes(fixture.dataSource, messageId))).toEqual(['deadline_204001', 'deadline_fact_204001']);
  });

  it('is asked of its own months alone, by what handles an event and by what compiles a dossier', async () => {
    await ensure(at('2026-10-08T15:00:00'));
    const lives = ['2026-10', '2026-11'].flatMap((month) => Array.from({ length: 150 }, () => new Life(idIn(month))));
    await replica.handle(...lives.map((life) => life.registered(at('2026-10-08T15:00:00'))));
    const read = new Set<string>();
    await fixture.dataSource.transaction(async (manager) => {
      const watched = explaining(manager, read);
      await replica.app.get(DeadlineService).record(watched, lives.map((life) => life.assigned(at('2026-10-08T15:01:00'))));
      const messageId = lives[0]?.messageId ?? '';
      await replica.app.get(DossierService).compile(messageId, { subject: 'li', name: '张三', roles: ['supervision-office'], unit: null, expiresAt: new Date() }, watched);
    });
    expect([...read].sort()).toEqual(['deadline_202610', 'deadline_202611', 'deadline_fact_202610', 'deadline_fact_202611']);
  });
});

/** Notes which partitions the plan of each statement names. */
function explaining(manager: EntityManager, read: Set<string>): EntityManager {
  const query = async (sql: string, parameters?: unknown[]) => {
    const plan = /\b(FROM|JOIN|UPDATE) (deadline|deadline_fact)\b/.test(sql) ? await manager.query<Record<string, string>[]>(`EXPLAIN ${sql}`, parameters) : [];
    for (const [partition] of plan.map((line) => Object.values(line).join()).join('\n').matchAll(/\b(deadline|deadline_fact)_(\d{6}|default)\b/g)) read.add(partition);
    return manager.query(sql, parameters);
  };
  return new Proxy(manager, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) });
}

describe('a database of the release before', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase({ role: service });
    await migrate({ url: database.ownerUrl, service, migrations: migrations.slice(0, migrations.indexOf(partitionByMonth)) });
    dataSource = await createDataSource({ url: database.ownerUrl, service }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const months = ['2025-12', '2026-01', '2026-10'];
  const ids = [...months.flatMap((month) => [idIn(month), idIn(month)]), noUuidV7];
  const deadline = (messageId: string, ending: string) => ({
    message_id: messageId, message_number: 'N', channel: 'board', visibility: 'public', historical: false, registered_at: '2026-01-01', registered_on: '2026-01-01',
    provisional: false, ending, policy_version: 'v', calendar_version: 'v', steps: [],
  });
  const count = async (names: readonly string[] = tables) => (await dataSource.query<object[]>(names.map((table) => `SELECT count(*)::int AS rows, min(message_id::text) AS first FROM ${table}`).join(' UNION ALL ')));

  /** What still bears a name of before. */
  const left = () =>
    dataSource.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname ~ '^(clock|policy_move)'
       UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND conname ~ '^(clock|policy_move)'
       UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = 'deadline'::regclass AND tgname ~ '^clock'`,
    );

  it('keeps every row, in its month, with indexes, triggers and the room on its pages', async () => {
    await dataSource.query('INSERT INTO clock SELECT * FROM json_populate_recordset(NULL::clock, $1)', [
      JSON.stringify(ids.map((messageId, index) => deadline(messageId, index % 2 === 0 ? 'open' : 'publicly-answered'))),
    ]);
    await dataSource.query(
      `INSERT INTO clock_event (event_id, message_id, type, sequence, time, data) SELECT gen_random_uuid(), id, 'registered', 1, '2026-01-01', '{}' FROM unnest($1::uuid[]) AS id, generate_series(1, 3)`,
      [ids],
    );
    const before = await count(['clock', 'clock_event']);
    await migrate({ url: database.ownerUrl, service, migrations: migrations.slice(0, migrations.indexOf(renameClocks)) });
    for (const table of ['clock', 'clock_event']) await createPartition(dataSource, { table, column: 'message_id', name: `${table}_202601`, ...idsOf('2026-01') });
    await migrate({ url: database.ownerUrl, service, migrations });
    expect(await left()).toEqual([]);
    expect(await count()).toEqual(before);
    await Promise.all([partitions(dataSource).ensure(new Date('2026-11-23')), partitions(dataSource).ensure(new Date('2026-11-23'))]);
    expect(await count()).toEqual(before);
    for (const [index, messageId] of ids.entries()) {
      const name = months[Math.floor(index / 2)]?.replace('-', '') ?? 'default';
      expect(await homes(dataSource, messageId)).toEqual({ [`deadline_${name}`]: 1, [`deadline_fact_${name}`]: 3 });
    }
    const shapes = await dataSource.query<{ name: string; shape: string }[]>(
      `SELECT relname AS name, concat(reloptions,
         (SELECT array_agg(how ORDER BY how) FROM (SELECT indisunique || regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') AS how FROM pg_index WHERE indrelid = pg_class.oid) AS index),
         (SELECT array_agg(tgname ORDER BY tgname) FROM pg_trigger WHERE tgrelid = pg_class.oid)) AS shape
       FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname !~ '^outbox'`,
    );
    for (const { name, shape } of shapes) {
      expect([name, shape]).toEqual([name, shapes.find((other) => other.name === name.replace(/\d{6}$/, 'default'))?.shape]);
    }
    expect(shapes.find(({ name }) => name === 'deadline_202610')?.shape).toMatch(/fillfactor=70.*registered_on.*deadline_ended/);
  });

  it('still copies what ends, in every month, and goes on without a copy where it is open again', async () => {
    const ended = async () => (await dataSource.query<{ id: string }[]>('SELECT message_id AS id FROM ended_message')).map(({ id }) => id).sort();
    expect(await ended()).toEqual(ids.filter((_, index) => index % 2 === 1).sort());
    await dataSource.query(`UPDATE deadline SET ending = CASE WHEN ending = 'open' THEN 'withdrawn' ELSE 'open' END`);
    expect(await ended()).toEqual(ids.filter((_, index) => index % 2 === 0).sort());
  });

  it('takes an event that it has once', async () => {
    const [{ event_id: eventId, message_id: messageId }] = await dataSource.query<[{ event_id: string; message_id: string }]>('SELECT * FROM deadline_fact LIMIT 1');
    const again = () => dataSource.query(`INSERT INTO deadline_fact (event_id, message_id, type, sequence, time, data) VALUES ($1, $2, 'registered', 1, '2026-01-01', '{}')`, [eventId, messageId]);
    await expect(again()).rejects.toMatchObject({ code: '23505' });
  });
});
