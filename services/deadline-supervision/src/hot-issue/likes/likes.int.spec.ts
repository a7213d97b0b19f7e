import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageLiked } from '@wenzheng/contracts';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { officialSample, registration } from '../hot-issue.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  replica = await fixture.start();
});
afterEach(() => fixture.clear());
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
const get = async (path: string) => (await replica.call(`/v1/hot-issues${path}`, office)).body;
const liked = (messageId: string, likes: number, countedAt = '2020-01-30T08:00:00.000Z', sequence = 2) =>
  createEvent(messageLiked, { subject: messageId, sequence, time: new Date(countedAt), data: { messageId, likes, countedAt } });
const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2 ? [[...items]] : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

interface Shown {
  title: string;
  people: number;
  likes: number | null;
}
const list = async () => (await get(''))['items'] as Shown[];

describe('R23: likes 点赞', () => {
  it('end at the latest count, whether it comes before the message or after it, in every order and twice', async () => {
    const messageId = randomUUID();
    const written = registration({ externalId: 'x', user: 'x', at: '2019-08-01T10:00:00+08:00', title: '路灯', text: '不亮' }, { messageId });
    const counts = [liked(messageId, 5, '2020-01-01T00:00:00.000Z'), liked(messageId, 300, '2020-01-03T00:00:00.000Z', 4), liked(messageId, 400, '2020-01-02T00:00:00.000Z', 3)];
    for (const order of permutations([written, ...counts])) {
      for (const event of order) await replica.handle(event);
      await replica.handle(...order);
      expect((await get('/liked-messages'))['items']).toMatchObject([{ messageId, likes: 300, countedAt: '2020-01-03T00:00:00.000Z' }]);
      await fixture.clear();
    }
  });

  it('of an issue are those of its messages, change no number of people, and raise nothing', async () => {
    const events = officialSample().map((written) => registration(written));
    await replica.handle(...events, ...events.map(({ data }) => liked(data.messageId, 2_000)));
    expect((await list()).map(({ people, likes }) => [people, likes])).toEqual([[8, 20_000], [5, 10_000]]);
  });

  it('decide between issues that as many people speak of, and never against people', async () => {
    const matters = [['青山花园', '烧烤油烟', '夜宵噪音'], ['白云大厦', '电梯停运', '消防通道'], ['红星小学', '操场扬尘', '校门拥堵']];
    const where = ['三栋', '东门', '后面', '楼下', '旁边', '附近'];
    const events = matters.flatMap(([place = '', one = '', other = ''], index) =>
      where.slice(0, index === 2 ? 6 : 5).map((spot, person) =>
        registration({ externalId: `${index}-${person}`, user: `${index}-${person}`, at: `2020-01-2${person}T10:00:00+08:00`, title: `${place}${spot}${one}`, text: `${spot}${other}` })),
    );
    const second = events.filter(({ data }) => data.externalId?.startsWith('1-'));
    await replica.handle(...events, ...second.map(({ data }) => liked(data.messageId, 40)));
    expect((await list()).map(({ people, likes }) => [people, likes])).toEqual([[6, 0], [5, 200], [5, 0]]);
  });

  it('are unknown of an issue whose channels have none', async () => {
    await replica.handle(...officialSample().map((written) => registration(written, { channel: 'mailbox' })));
    expect((await list()).map(({ likes }) => likes)).toEqual([null, null]);
  });
});

describe('高赞单件', () => {
  it('are listed beside the hot issues, the most liked first, page by page, from a day on', async () => {
    const events = officialSample().map((written) => registration(written));
    // The first belongs to an issue, the second to none.
    const [first, second, third, fourth] = ['360114', '289408', '336608', '360103'].map((number) => events.find(({ data }) => data.externalId === number)?.data.messageId);
    if (!first || !second || !third || !fourth) throw new Error('too few');
    await replica.handle(...events, liked(first, 100), liked(second, 1_762), liked(third, 100), liked(fourth, 99));
    const all = await get('/liked-messages');
    const messages = all['items'] as { messageId: string; likes: number; registeredAt: string; hotIssueId: string | null }[];
    expect([all['atLeast'], all['next'], messages.map(({ likes }) => likes)]).toEqual([100, null, [1_762, 100, 100]]);
    const college = ((await get(''))['items'] as { id: string; messageIds: string[] }[]).find(({ messageIds }) => messageIds.includes(first));
    expect(messages.find(({ messageId }) => messageId === first)?.hotIssueId).toBe(college?.id);
    expect(messages.find(({ messageId }) => messageId === second)?.hotIssueId).toBeNull();

    const paged: string[] = [];
    for (let after = ''; ; ) {
      const page = await get(`/liked-messages?limit=1${after}`);
      paged.push(...(page['items'] as { messageId: string }[]).map(({ messageId }) => messageId));
      if (page['next'] === null) break;
      after = `&after=${String(page['next'])}`;
    }
    expect(paged).toEqual(messages.map(({ messageId }) => messageId));
    expect((await get('/liked-messages?atLeast=99'))['items']).toHaveLength(4);
    const latest = messages.map(({ registeredAt }) => registeredAt).toSorted().at(-1) ?? '';
    expect((await get(`/liked-messages?since=${latest.slice(0, 10)}`))['items']).toHaveLength(1);
    expect((await replica.call('/v1/hot-issues/liked-messages?atLeast=0', office)).status).toBe(400);
  });
});
