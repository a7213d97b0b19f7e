import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DeadLetters } from '../dead-letters/dead-letters.service.js';
import { Fixture, silent } from '../messaging.fixture.js';
import { DueWorks, notAside, type RunBatch } from './due-work.js';

let fixture: Fixture;
let letters: DeadLetters;
let run: RunBatch;
let claims = 0;
beforeAll(async () => {
  fixture = await Fixture.create();
  await fixture.dataSource.query(`CREATE TABLE job (key text PRIMARY KEY, done boolean NOT NULL DEFAULT false, CONSTRAINT sound CHECK (NOT done OR key <> 'k5'));
    CREATE TABLE guard (held boolean); INSERT INTO guard VALUES (true)`);
  const works = new DueWorks(fixture.dataSource, silent);
  letters = new DeadLetters(fixture.dataSource, () => Promise.reject(new Error('no events here')), works);
  run = works.register({
    name: 'job.do',
    async claim(manager, among?) {
      claims += 1;
      const rows = await manager.query<{ key: string }[]>(
        `SELECT key FROM job WHERE NOT done AND ${notAside('job.do', 'job.key')} AND ($1::text[] IS NULL OR key = ANY ($1)) ORDER BY key FOR UPDATE SKIP LOCKED`,
        [among ?? null],
      );
      return new Map(rows.map(({ key }) => [key, null]));
    },
    async perform(manager, claimed) {
      await manager.query(`SET LOCAL lock_timeout = '50ms'`);
      await manager.query('SELECT FROM guard FOR UPDATE');
      await manager.query('UPDATE job SET done = true WHERE key = ANY ($1)', [[...claimed.keys()]]);
    },
  });
});
afterEach(async () => {
  await fixture.dataSource.query('TRUNCATE job, dead_letter');
  claims = 0;
});
afterAll(() => fixture.drop());

const due = (...numbers: number[]) => fixture.dataSource.query('INSERT INTO job (key) SELECT * FROM unnest($1::text[])', [numbers.map((number) => `k${number}`)]);
const left = async () => (await fixture.dataSource.query<{ key: string }[]>('SELECT key FROM job WHERE NOT done ORDER BY key')).map(({ key }) => key);
const waiting = async () => (await letters.list({ state: 'waiting' })).items;

describe('due work', () => {
  it('that is sound is one batch in one transaction', async () => {
    await due(1, 2, 3, 4);
    expect(await run()).toBe(4);
    expect([await left(), claims, await waiting()]).toEqual([[], 1, []]);
  });

  it('of which one row is at fault is done but for that row, which stands aside with its reason and is not tried again', async () => {
    await due(1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect(await run()).toBe(9);
    expect(await left()).toEqual(['k5']);
    expect(await waiting()).toMatchObject([{ stream: 'due-work', subject: 'job.do', kind: 'failed', reason: 'k5: QueryFailedError: 23514', attempts: 1 }]);
    claims = 0;
    expect([await run(), claims]).toEqual([0, 1]);
  });

  it('that stands aside is done by a replay once its fault is gone, and not before', async () => {
    await due(5);
    await run();
    const [letter] = await waiting();
    expect(await letters.replay(letter!.id)).toMatchObject({ state: 'waiting', attempts: 2, reason: 'k5: QueryFailedError: 23514' });
    await fixture.dataSource.query('ALTER TABLE job DROP CONSTRAINT sound');
    expect(await letters.replay(letter!.id)).toMatchObject({ state: 'replayed' });
    expect(await left()).toEqual([]);
    await fixture.dataSource.query(`ALTER TABLE job ADD CONSTRAINT sound CHECK (NOT done OR key <> 'k5') NOT VALID`);
  });

  it('that was replayed and fails again stands aside again; what was dismissed stays aside', async () => {
    await due(5);
    await run();
    await fixture.dataSource.query(`UPDATE dead_letter SET state = 'replayed'`);
    await run();
    const [letter] = await waiting();
    expect(letter).toMatchObject({ attempts: 2 });
    await letters.dismiss(letter!.id, '已人工处理');
    expect([await run(), await left()]).toEqual([0, ['k5']]);
  });

  it('that meets passing trouble, or what concerns every row, fails as a whole and is there the next time', async () => {
    await due(1, 2);
    const holder = fixture.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT FROM guard FOR UPDATE');
    await expect(run()).rejects.toMatchObject({ code: '55P03' });
    await holder.rollbackTransaction();
    await holder.release();
    await fixture.dataSource.query('ALTER TABLE guard RENAME TO lost');
    await expect(run()).rejects.toMatchObject({ code: '42P01' });
    await fixture.dataSource.query('ALTER TABLE lost RENAME TO guard');
    expect([await left(), await waiting()]).toEqual([['k1', 'k2'], []]);
    expect(await run()).toBe(2);
  });
});
