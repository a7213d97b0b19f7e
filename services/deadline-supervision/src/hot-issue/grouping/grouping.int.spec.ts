import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { allRows, personOf, realMessages, registration, type Registered } from '../hot-issue.fixture.js';
import { HotIssueGrouping } from './grouping.service.js';

let fixture: Fixture;
let [one, other]: [Replica, Replica] = [] as never;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  [one, other] = [await fixture.start(), await fixture.start()];
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const idOf = (externalId: string): string => {
  const digest = createHash('sha256').update(externalId).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};
/** Two matters, and a third person who speaks of both. */
const twins = ['绛珠村停水无人理', '蘅芜路油烟扰邻居', '绛珠村停水无人理，蘅芜路油烟扰邻居'].map((title, index) => (
  { externalId: `twin-${index}`, user: `twin-${index}`, at: `2019-06-30T23:0${index}:00+08:00`, title, text: title }));
/** Real messages among which issues are begun and raised, and the twins, which are merged. */
const stretch: Registered[] = [...realMessages().filter(({ title, text }, index) => index % 8 === 0 || title.includes('58车') || text.includes('月亮岛')), ...twins]
  .map((written) => registration(written, { messageId: idOf(written.externalId) }))
  .toSorted((a, b) => (a.data.registeredAt < b.data.registeredAt ? -1 : 1));
const batchesOf = (size: number, events = stretch): Registered[][] =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, index) => events.slice(index * size, (index + 1) * size));
const take = (replica: Replica, manager: EntityManager, events: readonly Registered[]) => replica.app.get(HotIssueGrouping).take(manager, events.map(({ data }) => data));
const takeAt = (replica: Replica, events: readonly Registered[]) => fixture.dataSource.transaction((manager) => take(replica, manager, events));

describe('the sequence of messages', () => {
  let expected = '';

  it('gives the same rows again, in one batch as in batches of one or of 64', async () => {
    await takeAt(one, stretch);
    expected = await allRows(fixture);
    const acts = await fixture.dataSource.query<{ act: string }[]>('SELECT DISTINCT act FROM hot_act ORDER BY act');
    expect(acts.map(({ act }) => act)).toEqual(['merged', 'raised']);
    for (const size of [1, 64]) {
      await fixture.clear();
      for (const batch of batchesOf(size)) await takeAt(one, batch);
      expect([size, await allRows(fixture) === expected]).toEqual([size, true]);
    }
  }, 120_000);

  it('gives the same rows when two replicas take turns, and when one is cut off in the middle of its batch while the other waits for it', async () => {
    const dying = fixture.dataSource.createQueryRunner();
    for (const [index, batch] of batchesOf(40).entries()) {
      const [at, cutOff] = index % 2 ? [one, other] : [other, one];
      await dying.startTransaction();
      await take(cutOff, dying.manager, batch);
      let isDone = false;
      const taken = takeAt(at, batch).then(() => (isDone = true));
      await eventually(async () => expect(await fixture.dataSource.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)).toHaveLength(1));
      expect(isDone).toBe(false);
      await dying.rollbackTransaction();
      await taken;
    }
    await dying.release();
    expect(await allRows(fixture) === expected).toBe(true);
  }, 120_000);

  it('a registration that comes again changes nothing, in the same batch or later', async () => {
    const [first] = stretch;
    if (!first) throw new Error('no message');
    await takeAt(one, [first, first]);
    const rows = await allRows(fixture);
    await takeAt(other, [first]);
    expect(await allRows(fixture)).toBe(rows);
  });

  it('a batch is put in the order in which its messages were registered', async () => {
    await takeAt(one, stretch.slice(0, 100).toReversed());
    const taken = await fixture.dataSource.query<{ id: string }[]>('SELECT message_id AS id FROM hot_member ORDER BY position');
    expect(taken.map(({ id }) => id)).toEqual(stretch.slice(0, 100).map(({ data }) => data.messageId));
  });
});

it("R23: one person's hundred messages count once, in the issue's weight too", async () => {
  const words = { title: '和平路油烟扰民', text: '和平路烧烤店油烟直排' };
  const events = Array.from({ length: 100 }, (_, index) =>
    registration({ externalId: `h${index}`, user: 'the same', at: new Date(Date.UTC(2020, 0, 1, 0, index)).toISOString(), ...words }));
  await one.handle(...events);
  const issues = await fixture.dataSource.query<object[]>('SELECT people, messages, state, sum::text AS sum FROM hot_issue');
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ people: 1, messages: 100, state: 'gathering' });
  const [first] = await fixture.dataSource.query<{ vector: string }[]>('SELECT vector::text AS vector FROM hot_member WHERE counted');
  expect(issues[0]).toMatchObject({ sum: first?.vector });
});

it('no text is kept, and none goes out', async () => {
  const text = `和平路烧烤店油烟直排，${'居民不能开窗，'.repeat(40)}盼解决`;
  await one.handle(registration({ externalId: 'w', user: 'a', at: '2020-01-30T10:00:00+08:00', title: '油烟扰民', text }, { authorHash: personOf('w') }));
  expect(await allRows(fixture)).not.toContain(text);
  expect((await fixture.dataSource.query<{ all: string }[]>(`SELECT coalesce(string_agg(envelope, ' '), '') AS all FROM outbox`))[0]?.all).not.toMatch(/油烟/);
});

it('an issue that was never hot is forgotten after a quiet year, with its terms', async () => {
  await one.handle(registration({ externalId: 'old', user: 'a', at: '2018-01-01T10:00:00+08:00', title: '油烟扰民', text: '和平路' }),
    registration({ externalId: 'new', user: 'b', at: '2019-06-01T10:00:00+08:00', title: '油烟扰民', text: '和平路' }));
  const rows = await fixture.dataSource.query<object[]>('SELECT external_id, retired, vector::text = \'[]\' AS forgotten FROM hot_member JOIN hot_issue USING (issue_id) ORDER BY position');
  expect(rows).toEqual([{ external_id: 'old', retired: true, forgotten: true }, { external_id: 'new', retired: false, forgotten: false }]);
});
