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
