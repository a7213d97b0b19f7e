import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventData, EventEnvelope, messageRegistered } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { DeadlineService } from '../deadline.service.js';
import { mattersOf } from './matter-rows.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const at = '2026-09-18T15:00:00+08:00';
const later = '2026-09-18T15:10:00+08:00';
const matterOf = async ({ messageId }: Life) => (await mattersOf(fixture.dataSource, [messageId])).get(messageId);
const titlesOf = ({ messageId }: Life) => fixture.rows<{ title: string | null }>('SELECT title FROM matter WHERE message_id = $1', [messageId]);
const database = () => replica.app.get<DataSource>(DATA_SOURCE);
const deadlines = () => replica.app.get(DeadlineService);
const open = (manager: DataSource['manager'], event: EventEnvelope) => deadlines().open(manager, [event as EventEnvelope<EventData<typeof messageRegistered>>]);
const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2 ? [[...items]] : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

/** In every order, and all of it once more: the bus promises neither order nor once. */
async function inEveryOrder(eventsOf: (life: Life) => EventEnvelope<{ messageId: string }>[], expected: { matter: string; title: string | null }) {
  for (const order of permutations(eventsOf(new Life()).map((_, index) => index))) {
    const life = new Life();
    const events = eventsOf(life);
    for (const index of order) await replica.handle(events[index]!);
    await deadlines().keep(database().manager, events);
    expect([order, await matterOf(life), await titlesOf(life)]).toEqual([order, expected.matter, [{ title: expected.title }]]);
  }
}

describe('what a message is about, beside its number', () => {
  it.each([
    ['its title, numbers of people hidden', { title: '路灯坏了，请打13855491037联系' }, '路灯坏了，请打〔手机号已隐去〕联系', '路灯坏了，请打〔手机号已隐去〕联系'],
    ['of a report, nothing', { title: '举报某人', kind: 'report' as const }, '（举报，事由不列）', null],
    ['of a private message, nothing', { title: '我家的事', visibility: 'private' as const }, '（不公开留言，事由不列）', null],
    ['a long one is cut', { title: '路'.repeat(100) }, `${'路'.repeat(59)}…`, '路'.repeat(100)],
  ])('%s, whichever way it comes', async (_, more, matter, title) => {
    const [short, long] = [new Life(), new Life()];
    expect(await open(database().manager, short.registered(at, more))).toHaveLength(1);
    await replica.handle(long.registered(at, more));
    for (const life of [short, long]) expect([await matterOf(life), await titlesOf(life)]).toEqual([matter, [{ title }]]);
  });

  it('of what was registered before titles were kept it says nothing', async () => {
    const life = new Life();
    await replica.handle(life.registered(at));
    await fixture.rows('DELETE FROM matter WHERE message_id = $1', [life.messageId]);
    expect(await matterOf(life)).toBeNull();
  });
});

describe('nothing harmful stays', () => {
  it('of a title of which something was hidden the newest wording alone is kept', () =>
    inEveryOrder(
      (life) => [life.registered(at, { title: '王某某家漏水，电话不便' }), life.titleHidden(later, '〔内容已隐去〕家漏水，电话不便'), life.titleHidden(later, '〔内容已隐去〕家漏水，〔内容已隐去〕')],
      { matter: '〔内容已隐去〕家漏水，〔内容已隐去〕', title: '〔内容已隐去〕家漏水，〔内容已隐去〕' },
    ));

  it.each([
    ['held', (life: Life) => life.visibilityChanged(later, 'held')],
    ['made private', (life: Life) => life.visibilityChanged(later, 'private')],
    ['taken down', (life: Life) => life.visibilityChanged(later, 'taken-down')],
    ['withdrawn by its writer', (life: Life) => life.withdrawn(later)],
  ])('of what was %s no word is kept, and papers say no more', (_, concealed) =>
    inEveryOrder((life) => [life.registered(at), life.titleHidden(later, '路灯〔内容已隐去〕'), concealed(life)], { matter: '（事由不列）', title: null }));

  it('nor of what was given back to the public since: how it reads then is told by nobody', () =>
    inEveryOrder((life) => [life.registered(at), life.visibilityChanged(later, 'held'), life.visibilityChanged(later, 'public')], { matter: '（事由不列）', title: null }));

  it.each([
    ['private message', { visibility: 'private' as const }, '（不公开留言，事由不列）'],
    ['report', { kind: 'report' as const }, '（举报，事由不列）'],
  ])('of a %s not even how a title reads of which something was hidden', (_, more, matter) => inEveryOrder((life) => [life.registered(at, more), life.titleHidden(later, '〔内容已隐去〕')], { matter, title: null }));

  it('of many in one batch, each has its own', async () => {
    const [shown, hidden, gone] = [new Life(), new Life(), new Life()];
    await replica.handle(shown.registered(at), hidden.registered(at), gone.registered(at));
    await deadlines().keep(database().manager, [gone.visibilityChanged(later, 'taken-down'), hidden.titleHidden(later, '甲'), gone.titleHidden(later, '丙'), hidden.titleHidden(later, '乙')]);
    expect([await matterOf(shown), await matterOf(hidden), await matterOf(gone)]).toEqual(['路灯坏了', '乙', '（事由不列）']);
  });
});

describe('a registration and a take-down that come at the same moment', () => {
  const waiting = async () => fixture.rows(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND (query LIKE '%INSERT INTO deadline_timer%' OR query LIKE '%INSERT INTO "matter"%')`);

  it.each(['the short way', 'the long way'])('leave no word where the registration is first, by %s', async (way) => {
    const life = new Life();
    let hiding: Promise<void> | undefined;
    await database().transaction(async (manager) => {
      const registered = life.registered(at);
      if (way === 'the short way') expect(await open(manager, registered)).toHaveLength(1);
      else await deadlines().record(manager, [registered]);
      hiding = replica.handle(life.visibilityChanged(later, 'taken-down'));
      await eventually(async () => expect(await waiting()).toHaveLength(1));
    });
    await hiding;
    expect(await titlesOf(life)).toEqual([{ title: null }]);
  });

  it.each(['the short way', 'the long way'])('nor where the take-down is first, by %s', async (way) => {
    const life = new Life();
    let opening: Promise<unknown> | undefined;
    await database().transaction(async (manager) => {
      await deadlines().keep(manager, [life.visibilityChanged(later, 'taken-down')]);
      const registered = life.registered(at);
      opening = way === 'the short way' ? open(database().manager, registered) : replica.handle(registered);
      await eventually(async () => expect(await waiting()).toHaveLength(1));
    });
    await opening;
    expect([await matterOf(life), await titlesOf(life)]).toEqual(['（事由不列）', [{ title: null }]]);
  });
});
