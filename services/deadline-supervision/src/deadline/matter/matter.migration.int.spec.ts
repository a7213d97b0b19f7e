import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { auditMigrations, createDataSource, migrate, type DataSource } from '@wenzheng/platform';
import { createTestDatabase, type TestDatabase } from '@wenzheng/testing';
import { evidence, migrations } from '../../migrations.js';
import { createMatters } from './matter.migration.js';

const [createAudit] = auditMigrations;
const before = migrations.slice(0, migrations.indexOf(createMatters)).filter((migration) => migration !== createAudit);
const run = (url: string, some = migrations) => migrate({ url, service: 'deadline-supervision', migrations: some, ...(some === migrations ? { evidence } : {}) });
let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase({ name: 'before-matters', role: 'deadline-supervision', migrate: async (url) => void (await run(url, before)) });
  dataSource = await createDataSource({ url: database.ownerUrl, service: 'spec' }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const registered = (title: string | null, more: object = {}) => ({ type: 'registered', sequence: 1, data: { kind: 'complaint', visibility: 'public', ...(title === null ? {} : { title }), ...more } });
const hidden = (title: string, sequence: number) => ({ type: 'text-hidden', sequence, data: { part: 'title', title } });
const changed = (visibility: string, sequence: number) => ({ type: 'visibility-changed', sequence, data: { visibility } });
const promised = (type: string, sequence: number) => ({ type, sequence, data: { interim: true, promise: { text: '为王某家换管', dueOn: '2026-12-20' } } });
const lives: [facts: { type: string; sequence: number; data: object }[], row: { title: string | null; sequence: number } | null][] = [
  [[registered('路灯坏了')], { title: '路灯坏了', sequence: 0 }],
  [[registered('王某家漏水'), hidden('〔内容已隐去〕家漏水', 2), hidden('〔内容已隐去〕', 3)], { title: '〔内容已隐去〕', sequence: 3 }],
  [[registered('王某家漏水'), changed('taken-down', 2)], { title: null, sequence: 0 }],
  [[registered('王某家漏水'), changed('held', 2), changed('public', 3)], { title: null, sequence: 0 }],
  [[registered('王某家漏水'), { type: 'withdrawn', sequence: 2, data: {} }], { title: null, sequence: 0 }],
  [[registered(null, { visibility: 'private' }), { type: 'rated', sequence: 2, data: {} }], { title: null, sequence: 0 }],
  [[registered(null, { kind: 'report' })], { title: null, sequence: 0 }],
  [[registered(null, { kind: null }), promised('reply-submitted', 2), promised('reply-published', 3)], null],
];
const idOf = (index: number) => `0199f0a2-7c11-7a55-9a3e-0d7f5a3c2e0${index}`;

it('titles that were kept among the facts move out of them, and of what is nobody’s to read none is kept', async () => {
  for (const [index, [facts]] of lives.entries()) {
    for (const { type, sequence, data } of facts) {
      await dataSource.query('INSERT INTO deadline_fact (event_id, message_id, type, sequence, time, data) VALUES (gen_random_uuid(), $1, $2, $3, now(), $4)', [idOf(index), type, sequence, data]);
    }
  }
  await run(database.ownerUrl);
  const rows = await dataSource.query<{ id: string; title: string | null; sequence: number }[]>('SELECT message_id AS id, title, sequence FROM matter');
  const found = new Map(rows.map(({ id, ...row }) => [id, row]));
  expect(lives.map((_, index) => found.get(idOf(index)) ?? null)).toEqual(lives.map(([, row]) => row));
  expect(await dataSource.query(`SELECT FROM deadline_fact WHERE data ? 'title'`)).toEqual([]);
  expect(await dataSource.query(`SELECT count(*)::int AS n FROM deadline_fact WHERE data ? 'visibility'`)).toEqual([{ n: 11 }]);
  // A later migration of what was kept of replies: the day of a promise alone stays.
  expect(await dataSource.query(`SELECT data FROM deadline_fact WHERE type LIKE 'reply-%'`)).toEqual(Array(2).fill({ data: { interim: true, promise: { dueOn: '2026-12-20' } } }));
});
