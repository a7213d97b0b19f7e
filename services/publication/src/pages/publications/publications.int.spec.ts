import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extended, Fixture, idOf, opened, assigned, registered, replied } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());

type Item = { id: string; kind: { code: string; name: string }; messageNumber: string; url: string; title: string | null; unit: { name: string }; publishedAt: string };
const list = async (query = ''): Promise<{ status: number; items: Item[]; next: string | null }> => {
  const response = await fetch(`${fixture.url}/v1/publications${query}`);
  return { status: response.status, ...((await response.json()) as { items: Item[]; next: string | null }) };
};
const numberOf = (n: number) => `HN20260918-${String(n).padStart(4, '0')}`;

describe('R06: 公开日志', () => {
  it('is empty before anything was published', async () => {
    expect(await list()).toMatchObject({ status: 200, items: [], next: null });
    expect(await fixture.page('/publications')).toContain('还没有公开答复');
  });

  it('has every reply and explanation that was published, the newest first, with address, unit and time, and no words of a private message', async () => {
    const at = (hour: number) => fixture.clock.set(`2026-09-20T${String(hour).padStart(2, '0')}:00:00+08:00`);
    await fixture.handle(...[1, 2, 3].flatMap((n) => [registered(n, { visibility: n === 2 ? 'private' : 'public' }), opened(n), assigned(n)]));
    at(9);
    await fixture.handle(extended(1, { sequence: 4 }));
    at(10);
    await fixture.handle(replied(1, { sequence: 5, interim: true, replyId: idOf(20_001), text: '已派人到现场查看，正在与供电单位商定抢修的时间。' }));
    at(11);
    await fixture.handle(replied(1, { sequence: 6 }), replied(2, { sequence: 4, text: '您反映的情况已经查实，已依法责令该工地夜间停工。' }));
    at(12);
    await fixture.handle(replied(1, { sequence: 7, replyId: idOf(30_001), supplements: idOf(10_001), text: '其余两盏已于9月20日更换。' }));
    at(13);
    await fixture.handle(replied(1, { sequence: 8, replyId: idOf(30_002), corrects: idOf(10_001), text: '经查，和平路路灯因电缆被挖断不亮，已于9月20日修复。' }));
    const { items } = await list();
    expect(items.map(({ kind: { code }, messageNumber, title }) => [code, messageNumber, title === null])).toEqual([
      ['correction', numberOf(1), false], ['supplement', numberOf(1), false], ['reply', numberOf(2), true], ['reply', numberOf(1), false], ['interim-reply', numberOf(1), false], ['extension-notice', numberOf(1), false],
    ]);
    expect(items[0]).toMatchObject({ kind: { name: '更正答复' }, url: `http://portal.example/messages/${numberOf(1)}`, unit: { name: '市城市管理局' }, publishedAt: '2026-09-20T13:00:00+08:00' });
    const page = await fixture.page('/publications');
    expect(page.match(/<h3>/g)).toHaveLength(6);
    expect(page).toContain('不公开留言');
    expect(page + JSON.stringify(items)).not.toMatch(/查实|夜间停工/);
  });

  it('goes on behind any line, to the oldest, each once', async () => {
    const all = (await list()).items.map(({ id }) => id);
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = await list(`?limit=2${after}`);
      paged.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(paged).toEqual(all);
    expect((await list('?after=nothing')).status).toBe(400);
  });
});
