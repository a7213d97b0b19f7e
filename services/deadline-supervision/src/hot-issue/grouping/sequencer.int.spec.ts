import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { eventually } from '@wenzheng/testing';
import { Fixture, handle } from '../../deadline-supervision.fixture.js';
import { allRows, personOf, realMessages, registration, takeAll, type Registered } from '../hot-issue.fixture.js';
import { HotIssueSequencer } from './sequencer.js';

let fixture: Fixture;
let [one, other]: [NestFastifyApplication, NestFastifyApplication] = [] as never;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  [one, other] = [await fixture.start(), await fixture.start()];
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const sequencer = (app: NestFastifyApplication) => app.get(HotIssueSequencer);
const idOf = (externalId: string): string => {
  const digest = createHash('sha256').update(externalId).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};
/** Two matters, and a third person who speaks of both. */
const twins = ['绛珠村停水无人理', '蘅芜路油烟扰邻居', '绛珠村停水无人理，蘅芜路油烟扰邻居'].map((title, index) => (
  { externalId: `twin-${index}`, user: `twin-${index}`, at: `2019-06-30T23:0${index}:00+08:00`, title, text: title }));
/** Real messages among which issues are begun and raised, and the twins, which are merged. */
const stretch: Registered[] = [...realMessages().filter(({ title, text }, index) => index % 8 === 0 || title.includes('58车') || text.includes('月亮岛')), ...twins]
  .map((written) => registration(written, { messageId: idOf(written.externalId) }));

describe('the sequence of messages', () => {
  let expected = '';

  it('gives the same rows again, in batches of one as in batches of 64', async () => {
    await handle(one, stretch);
    await takeAll(fixture, one);
    expected = await allRows(fixture);
    const acts = await fixture.dataSource.query<{ act: string }[]>('SELECT DISTINCT act FROM hot_act ORDER BY act');
    expect(acts.map(({ act }) => act)).toEqual(['merged', 'raised']);
    await fixture.clear();
    await handle(one, stretch);
    await takeAll(fixture, one, 1);
    expect(await allRows(fixture) === expected).toBe(true);
  });

  it('gives the same rows when two replicas take from it at once, and when one dies in the middle of a batch', async () => {
    await handle(one, stretch);
    const dying = fixture.dataSource.createQueryRunner();
    const cutOff: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await dying.startTransaction();
      cutOff.push(await sequencer(other).work(dying.manager, null, 40));
      if (cutOff.at(-1)) expect(await sequencer(one).take(null)).toBe(0);
      await dying.rollbackTransaction();
      await Promise.all([sequencer(one).take(null, 17), sequencer(other).take(null, 23)]);
    }
    await dying.release();
    expect(cutOff).toContain(40);
    await Promise.all([takeAll(fixture, one, 31), takeAll(fixture, other, 7)]);
    expect(await allRows(fixture) === expected).toBe(true);
  });

  it('a redelivered registration changes nothing, before it is taken and after', async () => {
    const [first] = stretch;
    if (!first) throw new Error('no message');
    await handle(one, [first]);
    await handle(one, [first]);
    await takeAll(fixture, one);
    await handle(one, [first]);
    await takeAll(fixture, one);
    const [row] = await fixture.dataSource.query<{ members: number; waiting: number }[]>(
      'SELECT (SELECT count(*)::int FROM hot_member) AS members, (SELECT count(*)::int FROM hot_queue) AS waiting',
    );
    expect(row).toEqual({ members: 1, waiting: 0 });
  });

  it('an import is put in order by its own times once it has come to rest; what is said now does not wait for it', async () => {
    const past = registration({ externalId: 'p', user: 'a', at: '2019-05-01T10:00:00+08:00', title: '路灯', text: '不亮' });
    const now = registration({ externalId: 'n', user: 'b', at: '2020-01-31T10:00:00+08:00', title: '停水', text: '三天' }, { historical: false });
    await handle(one, [past, now]);
    const taken = async () => (await fixture.dataSource.query<{ id: string }[]>('SELECT external_id AS id FROM hot_member ORDER BY position')).map(({ id }) => id);
    await eventually(async () => expect((await taken()).at(0)).toBe('n'));
    await eventually(async () => expect(await taken()).toEqual(['n', 'p']));
  });
});

it("R23: one person's hundred messages count once, in the issue's weight too", async () => {
  const words = { title: '和平路油烟扰民', text: '和平路烧烤店油烟直排' };
  const events = Array.from({ length: 100 }, (_, index) =>
    registration({ externalId: `h${index}`, user: 'the same', at: new Date(Date.UTC(2020, 0, 1, 0, index)).toISOString(), ...words }));
  await handle(one, events);
  await takeAll(fixture, one);
  const issues = await fixture.dataSource.query<object[]>('SELECT people, messages, state, sum::text AS sum FROM hot_issue');
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ people: 1, messages: 100, state: 'gathering' });
  const [first] = await fixture.dataSource.query<{ vector: string }[]>('SELECT vector::text AS vector FROM hot_member WHERE counted');
  expect(issues[0]).toMatchObject({ sum: first?.vector });
});

it('no text waits once its message is taken, none is kept, and none goes out', async () => {
  const text = `和平路烧烤店油烟直排，${'居民不能开窗，'.repeat(40)}盼解决`;
  await handle(one, [registration({ externalId: 'w', user: 'a', at: '2020-01-30T10:00:00+08:00', title: '油烟扰民', text }, { authorHash: personOf('w') })]);
  await takeAll(fixture, one);
  expect(await fixture.dataSource.query('SELECT FROM hot_queue')).toEqual([]);
  expect(await allRows(fixture)).not.toContain(text);
  expect((await fixture.dataSource.query<{ all: string }[]>(`SELECT coalesce(string_agg(envelope, ' '), '') AS all FROM outbox`))[0]?.all).not.toMatch(/油烟/);
});

it('an issue that was never hot is forgotten after a quiet year, with its terms', async () => {
  await handle(one, [
    registration({ externalId: 'old', user: 'a', at: '2018-01-01T10:00:00+08:00', title: '油烟扰民', text: '和平路' }),
    registration({ externalId: 'new', user: 'b', at: '2019-06-01T10:00:00+08:00', title: '油烟扰民', text: '和平路' }),
  ]);
  await takeAll(fixture, one);
  const rows = await fixture.dataSource.query<object[]>('SELECT external_id, retired, vector::text = \'[]\' AS forgotten FROM hot_member JOIN hot_issue USING (issue_id) ORDER BY position');
  expect(rows).toEqual([{ external_id: 'old', retired: true, forgotten: true }, { external_id: 'new', retired: false, forgotten: false }]);
});
