import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageVisibilityChanged } from '@wenzheng/contracts';
import { assigned, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';
import { SearchIndexer } from '../../search/search-indexer.js';

let fixture: Fixture;
let token: string;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  token = await fixture.token('web-admin', { unit: unit.code });
  const lamp = { title: '和平路路灯不亮', text: '和平路夜间路灯不亮已有一个星期，老人出行不便，请派人修复。' };
  const answered = (n: number, words: object, text: string) => [registered(n, words), assigned(n), opened(n), replied(n, { text })];
  await fixture.handle(
    ...answered(1, lamp, '经查，和平路路灯因电缆被挖断不亮，已于9月19日修复，联系人电话13812345678。'),
    ...answered(2, { ...lamp, visibility: 'private' }, '您反映的私事已经处理：路灯已于9月19日修复。'),
    ...answered(3, { title: '小区停水三天', text: '花园小区停水三天，无人通知，请尽快恢复供水。' }, '供水管网抢修已完成，9月19日恢复供水。'),
    ...answered(4, { title: '解放路夜间路灯不亮', text: '解放路夜间路灯不亮，请派人修复。' }, '解放路路灯灯头损坏，已于9月19日更换六只。'),
    registered(5, lamp), assigned(5), opened(5),
  );
});
afterAll(() => fixture.drop());

/** Fills a segment with what is like nothing. */
async function fillSegment(): Promise<void> {
  const others = Array.from({ length: 260 }, (_, n) => registered(100 + n, { title: '意见建议', text: `第${n}条，感谢政府工作人员的辛勤付出。` }));
  for (let from = 0; from < others.length; from += 65) await fixture.handle(...others.slice(from, from + 65));
  await fixture.app.get(SearchIndexer).build();
  expect(await fixture.count('search_segment')).toBe(1);
  expect(await fixture.rows(`SELECT FROM search_tail WHERE message_id = $1`, [idOf(1)])).toEqual([]);
}

const find = async (body: object) => {
  const response = await fetch(`${fixture.url}/v1/similar-replies`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { items: { number: string; title: string; reply: { text: string }; likeness: number }[]; code?: string } };
};
const asked = { messageNumber: 'HN20260918-0009', title: '和平路的路灯坏了', text: '和平路夜间路灯不亮，老人出行不便，请派人修复。' };
const numberOf = (n: number) => `HN20260918-${String(n).padStart(4, '0')}`;

describe('相似答复', () => {
  it('of public messages that were answered, the likest first, in the redacted words', async () => {
    const { status, body } = await find(asked);
    expect([status, body.items.map(({ number }) => number)]).toEqual([200, [numberOf(1), numberOf(4)]]);
    expect(body.items[0]).toEqual({
      number: numberOf(1), url: `http://portal.example/messages/${numberOf(1)}`, title: '和平路路灯不亮', unit,
      reply: { text: '经查，和平路路灯因电缆被挖断不亮，已于9月19日修复，联系人电话〔手机号已隐去〕。', publishedAt: expect.any(String), correctedAt: null }, likeness: expect.any(Number),
    });
    const [first, second] = body.items.map(({ likeness }) => likeness);
    expect([first! > second!, first! <= 1]).toEqual([true, true]);
  });

  it('never of a private message, nor the message itself, nor of one that nobody has answered', async () => {
    const { body } = await find({ ...asked, messageNumber: numberOf(1) });
    expect(body.items.map(({ number }) => number)).toEqual([numberOf(4)]);
    expect(JSON.stringify(body)).not.toContain('私事');
  });

  it('none where nothing is alike, and where there are no words to compare', async () => {
    expect((await find({ ...asked, title: '公积金如何提取', text: '请问公积金账户余额怎样查询' })).body.items).toEqual([]);
    expect((await find({ ...asked, title: '', text: 'ok' })).body.items).toEqual([]);
    expect((await find({ ...asked, unit: 'x' })).status).toBe(400);
  });

  it('keeps what it was asked with nowhere', async () => {
    // Like others, so that it goes the whole way.
    const { body } = await find({ ...asked, text: `${asked.text}绝无仅有，请勿留存。` });
    expect(body.items.length).toBeGreaterThan(0);
    expect([await fixture.tablesWith('绝无仅有'), await fixture.tablesWith('花园小区')]).toEqual([[], expect.arrayContaining(['message'])]);
  });

  it('the same when a segment of the index holds them', async () => {
    const before = await find(asked);
    await fillSegment();
    const { body } = await find(asked);
    expect(body.items.map(({ number, reply }) => [number, reply])).toEqual(before.body.items.map(({ number, reply }) => [number, reply]));
  });

  it('not of one that was taken down since', async () => {
    const office = await fixture.token('information-office');
    const response = await fetch(`${fixture.url}/v1/messages/${numberOf(4)}/take-downs`, { method: 'POST', headers: { authorization: `Bearer ${office}`, 'content-type': 'application/json' }, body: JSON.stringify({ reason: '涉及他人' }) });
    expect(response.status).toBe(201);
    expect((await fixture.emitted(messageVisibilityChanged)).map(({ data }) => data.messageId)).toContain(idOf(4));
    expect((await find(asked)).body.items.map(({ number }) => number)).toEqual([numberOf(1)]);
  });
});
