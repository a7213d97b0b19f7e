import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Fixture, registered, registeredMany, silent } from '../messaging.fixture.js';
import { recordDeadLetter } from '../dead-letters/dead-letter.js';
import { Retention } from './retention.js';

let fixture: Fixture;
let retention: Retention;
beforeAll(async () => {
  fixture = await Fixture.create();
  retention = new Retention(fixture.dataSource, silent, { OUTBOX_RETENTION_DAYS: 14, INBOX_RETENTION_DAYS: 42 });
});
afterAll(() => fixture.drop());
afterEach(() => fixture.dataSource.query('DELETE FROM outbox; DELETE FROM inbox; DELETE FROM dead_letter'));

const partitions = async () =>
  ((await fixture.dataSource.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'outbox'::regclass ORDER BY 1`,
  )) as { name: string }[]).map(({ name }) => name);
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000);
const partitionOf = (date: Date) => `outbox_${date.toISOString().slice(0, 10).replaceAll('-', '')}`;

test('an event written before its day has a partition is kept, and moves in when the day gets one', async () => {
  await fixture.append(registeredMany(3));
  expect(await fixture.count('ONLY outbox_default')).toBe(3);
  await retention.sweep();
  expect(await fixture.count('ONLY outbox_default')).toBe(0);
  expect(await fixture.count(partitionOf(new Date()))).toBe(3);
  expect(await fixture.count('outbox')).toBe(3);
});

test('the coming seven days have their partitions, and a second sweep changes nothing', async () => {
  await retention.sweep();
  const first = await partitions();
  for (let day = 0; day <= 7; day += 1) expect(first).toContain(partitionOf(daysFromNow(day)));
  await retention.sweep();
  expect(await partitions()).toEqual(first);
});

test('a day is dropped after its retention, but not while it holds an event that is unpublished or parked', async () => {
  await retention.sweep();
  const today = partitionOf(new Date());
  await fixture.append([registered()]);
  await retention.sweep(daysFromNow(20));
  expect(await partitions()).toContain(today);
  await fixture.dataSource.query(`UPDATE outbox SET parked_reason = 'too large'`);
  await retention.sweep(daysFromNow(20));
  expect(await partitions()).toContain(today);
  await fixture.dataSource.query(`UPDATE outbox SET relayed_at = now(), parked_reason = NULL`);
  await retention.sweep(daysFromNow(13));
  expect(await partitions()).toContain(today);
  await retention.sweep(daysFromNow(20));
  expect(await partitions()).not.toContain(today);
});

test('two replicas that sweep at once do not trip over each other', async () => {
  const other = new Retention(fixture.dataSource, silent, { OUTBOX_RETENTION_DAYS: 14, INBOX_RETENTION_DAYS: 42 });
  await Promise.all([retention.sweep(daysFromNow(30)), other.sweep(daysFromNow(30))]);
  expect(await partitions()).toContain(partitionOf(daysFromNow(37)));
});

test('handled ids are forgotten after their retention and not before', async () => {
  await fixture.dataSource.query(
    `INSERT INTO inbox SELECT gen_random_uuid(), now() - make_interval(days => 43) FROM generate_series(1, 6000);
     INSERT INTO inbox SELECT gen_random_uuid(), now() - make_interval(days => 41) FROM generate_series(1, 5)`,
  );
  await retention.sweep();
  expect(await fixture.count('inbox')).toBe(5);
});

test('dead letters keep words no longer than the outbox, and one that comes again waits again', async () => {
  const record = (eventId: string) =>
    fixture.dataSource.transaction((manager) =>
      recordDeadLetter(manager, { delivery: { stream: 'INTAKE', subject: 'a', payload: '和平路路灯不亮' }, eventId, group: null, kind: 'failed', reason: 'no' }),
    );
  const letters = () => fixture.dataSource.query('SELECT payload, state FROM dead_letter ORDER BY event_id');
  const [old, settled, young] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`) as [string, string, string];
  for (const id of [old, settled, young]) await record(id);
  await fixture.dataSource.query(`UPDATE dead_letter SET state = 'replayed' WHERE event_id = $1`, [settled]);
  await fixture.dataSource.query(`UPDATE dead_letter SET first_at = now() - make_interval(days => CASE event_id WHEN $1 THEN 13 ELSE 15 END)`, [young]);
  await retention.sweep();
  expect(await letters()).toEqual([{ payload: '', state: 'ignored' }, { payload: '', state: 'replayed' }, { payload: '和平路路灯不亮', state: 'waiting' }]);
  await record(old);
  await retention.sweep();
  expect((await letters())[0]).toEqual({ payload: '和平路路灯不亮', state: 'waiting' });
});
