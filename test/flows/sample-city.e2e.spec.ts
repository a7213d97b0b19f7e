import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channels, services } from '@wenzheng/contracts';
import { loadStory, playStory, Timetable } from '@wenzheng/local';
import { eventually } from '@wenzheng/testing';
import { City } from '../support/city.js';

// A Monday after three weeks without a festival, at noon.
const until = new Date('2026-11-30T12:00:00+08:00');
const timetable = new Timetable(until);
const endOffsetMs = until.getTime() - Date.now();

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: timetable.beginsAt });
  await playStory(await loadStory(), timetable, { endpoints: city.endpoints, clock: city.platform.clock!, endOffsetMs });
}, 240_000);
afterAll(() => city?.stop(), 60_000);

interface Listed {
  /** Of a private one nobody is told. */
  channel: { code: string } | null;
  status: { code: string };
  content: string;
}
interface Page {
  items: Listed[];
  next: string | null;
}

describe('the sample city, after its three weeks', () => {
  let messages: Listed[];

  it('has messages of every channel, in every status', async () => {
    messages = [];
    for (let path: string | null = '/v1/messages?limit=100'; path !== null; ) {
      const { items, next }: Page = (await city.call<Page>('publication', path)).body;
      messages.push(...items);
      path = next && `/v1/messages?limit=100&after=${next}`;
    }
    expect(messages.length).toBeGreaterThan(115);
    expect(new Set(messages.flatMap(({ channel }) => channel?.code ?? []))).toEqual(new Set(channels));
    expect(new Set(messages.map(({ status }) => status.code))).toEqual(new Set(['pen', 'open', 'extended', 'review', 'overdue', 'answered', 'invalid', 'moved', 'withdrawn']));
    expect(new Set(messages.map(({ content }) => content))).toEqual(new Set(['shown', 'private', 'held', 'taken-down']));
  });

  it('has the papers of supervision: every level, an order that was accepted and one that was not, a hot issue', async () => {
    const list = async <Item>(path: string) => (await city.call<{ items: Item[] }>('deadline-supervision', path, { as: 'supervision-office' })).body.items;
    expect(new Set((await list<{ level: number }>('/v1/escalations?limit=200')).map(({ level }) => level))).toEqual(new Set([1, 2, 3]));
    expect((await list<{ state: string }>('/v1/urging-orders')).map(({ state }) => state)).toEqual(expect.arrayContaining(['draft', 'acknowledged', 'accepted']));
    expect(await list('/v1/hot-issues')).toMatchObject([{ state: 'confirmed', title: '锦绣澜庭二期逾期交房' }]);
  });

  it('has something of everything that an office decides', async () => {
    const { body } = await city.call<{ office: Record<string, { waiting: number }>; identityRequests: { waiting: number } }>('routing', '/v1/me/queues', { as: 'information-office' });
    const { holdingPen, ratings, objections, transfers } = body.office;
    const queues = { holdingPen, ratings, objections, transfers, identityRequests: body.identityRequests };
    expect(Object.entries(queues).filter(([, queue]) => queue!.waiting === 0)).toEqual([]);
    const { items } = (await city.call<{ items: { mergedInto: object | null }[] }>('routing', '/v1/messages?state=assigned&limit=200', { as: 'information-office' })).body;
    expect(items.filter(({ mergedInto }) => mergedInto !== null)).toHaveLength(1);
  });

  it('has what units do for one another, anew, and with who wrote', async () => {
    const listed = async (path: string) => (await city.call<{ items: object[] }>('routing', path, { as: 'information-office' })).body.items;
    expect({
      'co-tasks open': (await listed('/v1/co-tasks?state=open')).length,
      'co-tasks told': (await city.sql("SELECT FROM routing.co_task WHERE state = 'answered'")).length,
      'renewals open': (await listed('/v1/renewals')).length,
      'renewals answered': (await city.sql('SELECT FROM publication.reply WHERE renews IS NOT NULL')).length,
      'identity granted': (await listed('/v1/identity-requests?state=decided')).length,
      'identities read': (await city.sql('SELECT FROM intake.vault_read')).length,
      'transfers confirmed': (await listed('/v1/messages?state=transferred&limit=200')).length,
      promises: (await listed('/v1/promises')).length > 5,
    }).toEqual({
      'co-tasks open': 1, 'co-tasks told': 1, 'renewals open': 1, 'renewals answered': 1, 'identity granted': 1, 'identities read': 2, 'transfers confirmed': 2, promises: true,
    });
    const byAnother = 'SELECT FROM routing.objection JOIN routing.ruling USING (message_id) WHERE objection.decided_by <> ruling.ruled_by';
    expect(await city.sql(byAnother)).toHaveLength(1);
  });

  it('runs on from now', () => {
    const { offsetMs } = city.platform.clock!.now();
    expect(offsetMs).toBe(endOffsetMs);
  });

  it.each([...services])('left nothing among the dead letters of %s', async (service) => {
    expect((await city.call<{ items: unknown[] }>(service, '/v1/dead-letters', { as: 'administrator' })).body.items).toEqual([]);
  });

  it('adds up: each message has one ending, and all services agree about it', async () => {
    const conservation = async () => (await city.call<{ channels: { registered: number }[] }>('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
    await eventually(
      async () => {
        const counted = await conservation();
        expect(counted).toMatchObject({ balanced: true, settled: true, differences: [] });
        expect(counted.channels.reduce((sum, { registered }) => sum + registered, 0)).toBe(messages.length);
      },
      { timeoutMs: 90_000, everyMs: 500 },
    );
  });
});
