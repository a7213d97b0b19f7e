import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageWithdrawn, sessionPostponed, sessionScheduled, statisticsClosed, unitChanged } from '@wenzheng/contracts';
import { parse } from 'parse5';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied, unit } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(
    createEvent(unitChanged, { subject: unit.code, sequence: 1, time: fixture.clock.now(), data: { unit, parent: null, level: 2, phones: [], removed: false } }),
    registered(1), assigned(1), opened(1), extended(1), replied(1),
    registered(2, { visibility: 'private', title: '金丝雀标题', text: '金丝雀正文', kind: 'report', registeredAt: '2026-09-18T15:21:00+08:00' }), assigned(2), replied(2, { text: '金丝雀答复' }),
    registered(3, { kind: 'inquiry', channel: 'microblog', title: '<b>]]>\u202e\u0007反转', text: '&amp; ]]> <script>alert(1)</script>\n\u200f\ud83d\ude00\u000b第二行', registeredAt: '2026-09-18T15:22:00+08:00' }),
  );
});
afterAll(() => fixture.drop());

const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${fixture.url}/feeds/${path}`, { headers });
const text = async (path: string) => (await ask(path)).text();
interface Item { id: string; title: string; summary: string; content_html: string; date_published: string; date_modified: string; tags: string[] }
interface JsonFeed { items: Item[]; feed_url: string; next_url?: string; title: string }
const json = async (path: string) => (await (await ask(path)).json()) as JsonFeed;
const entry = async (n: number) => (await json('messages.json')).items.find(({ id }) => id.endsWith(`-000${n}`))!;
const hide = async (path: string, body: object) => {
  const authorization = `Bearer ${await fixture.issuer.token({ roles: ['information-office'] })}`;
  const { status } = await fetch(`${fixture.url}/v1${path}`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect([path, status]).toEqual([path, 201]);
};

describe('订阅', () => {
  it('has what the page shows: state, date and words, redacted, with reply and notice', async () => {
    const { items, title } = await json('messages.json');
    expect(title).toBe('市民心声 - 淮南市网络问政平台');
    expect(items.map(({ id }) => id)).toEqual([3, 2, 1].map((n) => `http://portal.example/messages/HN20260918-000${n}`));
    expect(items[2]).toMatchObject({
      title: '和平路夜间路灯不亮', summary: expect.stringMatching(/^已答复 · 按时。.*9月20日/), date_published: '2026-09-18T15:20:00+08:00', tags: ['市城市管理局', '投诉', '市民心声'],
      content_html: expect.stringMatching(/和平路从一中到桥头.*〔手机号已隐去〕.*延期说明（市城市管理局.*〔手机号已隐去〕.*答复（市城市管理局，.*您好，路灯已修复/s),
    });
  });

  it('is the same in three formats, each under its media type, told of by the pages that show it', async () => {
    const types = { atom: 'application/atom+xml; charset=utf-8', rss: 'application/rss+xml; charset=utf-8', json: 'application/feed+json; charset=utf-8' };
    for (const [format, type] of Object.entries(types)) {
      for (const [page, feed] of [['/', 'messages'], ['/messages', 'messages'], ['/messages?q=%E8%B7%AF%E7%81%AF&kind=complaint', 'search'], [`/units/${unit.code}`, `units/${unit.code}`], [`/messages?unit=${unit.code}`, `units/${unit.code}`], ['/interviews', 'interviews'], ['/statistics', 'statistics']] as const) {
        const address = `/feeds/${feed}.${format}${page.includes('?q') ? page.slice(page.indexOf('?')) : ''}`;
        expect(await fixture.page(page)).toContain(`href="${address.replace('&', '&amp;')}"`);
      }
      expect((await ask(`messages.${format}`)).headers.get('content-type')).toBe(type);
    }
    const [atom, rss] = [await text('messages.atom'), await text('messages.rss')];
    const { items } = await json('messages.json');
    expect([...atom.matchAll(/<entry><id>(.*?)<\/id>/g)].map(([, id]) => id)).toEqual(items.map(({ id }) => id));
    expect([...rss.matchAll(/<guid isPermaLink="true">(.*?)<\/guid>/g)].map(([, id]) => id)).toEqual(items.map(({ id }) => id));
    expect([...atom.matchAll(/<entry>.*?<updated>(.*?)<\/updated>/g)].map(([, at]) => at)).toEqual(items.map(({ date_modified }) => date_modified));
  });

  it('whatever people write is text: XML stays well-formed, titles turn no direction, markup is ours', async () => {
    const { title, content_html: html } = await entry(3);
    expect(title).toBe('<b>]]> 反转');
    expect(html).toContain('<p>&amp;amp; ]]> &lt;script>');
    const names = (node: { nodeName: string; childNodes?: never[] }): string[] => [node.nodeName, ...(node.childNodes ?? []).flatMap(names)];
    expect(new Set(names(parse(html) as never)).size).toBeLessThanOrEqual(8);
    for (const format of ['atom', 'rss']) {
      const xml = await text(`messages.${format}`);
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\]\]>|<script|&(?!amp;|lt;|gt;|#\d+;)/);
      expect(xml).toContain('&lt;b&gt;]]&gt; 反转</title>');
    }
  });

  it('R04: of a private message holds number, unit, kind, dates and state, and is found by no words or channel of it', async () => {
    const { title, content_html: html, tags } = await entry(2);
    expect([title, tags]).toEqual(['不公开留言（举报）', ['市城市管理局', '举报']]);
    expect(html).toMatch(/^<p><strong>已答复 · 按时 · 不公开<\/strong>.*<\/p><p>受理编号 HN20260918-0002 · 市城市管理局 · 举报<\/p>$/);
    for (const path of ['messages.atom', 'messages.rss', 'messages.json', `units/${unit.code}.atom`, 'kinds/report.rss', 'channels/board.json', 'search.json?q=HN20260918-0002']) expect(await text(path)).not.toContain('金丝雀');
    expect((await json('search.json?q=金丝雀')).items).toEqual([]);
    expect((await json('channels/board.json')).items.map(({ id }) => id.slice(-1))).toEqual(['1']);
    expect((await json('search.json?q=HN20260918-0002')).items).toHaveLength(1);
  });

  it('comes by unit, channel, kind and filter of the board, the oldest behind `next`', async () => {
    const ids = async (path: string) => (await json(path)).items.map(({ id }) => id.slice(-1));
    expect([await ids(`units/${unit.code}.json`), await ids('channels/microblog.json'), await ids('kinds/inquiry.json'), await ids('search.json?kind=complaint&state=answered')]).toEqual([['2', '1'], ['3'], ['3'], ['1']]);
    await fixture.handle(...Array.from({ length: 60 }, (_, index) => registered(100 + index, { channel: 'mailbox', text: '小区停水。', registeredAt: '2026-09-17T09:00:00+08:00' })));
    const first = await json('channels/mailbox.json');
    expect(first.items).toHaveLength(50);
    const second = (await (await fetch(first.next_url!.replace('http://portal.example', fixture.url))).json()) as JsonFeed;
    expect([second.items.length, second.next_url, second.feed_url]).toEqual([10, undefined, first.next_url]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(60);
    expect(await text('channels/mailbox.atom')).toMatch(/<link rel="next" type="application\/atom\+xml" href="http:\/\/portal\.example\/feeds\/channels\/mailbox\.atom\?after=[\w-]+"\/>/);
  });

  it.each(['messages.xml', 'messages', 'nothing.atom', 'units/nobody.atom', 'channels/nothing.atom', 'kinds/%00.atom'])('%s is answered 404', async (path) => expect((await ask(path)).status).toBe(404));
  it.each(['messages.atom?kind=complaint', 'interviews.rss?q=x', 'search.json?kind=x', 'messages.json?after=x', 'search.atom?x=1'])('%s is answered 400', async (path) => expect((await ask(path)).status).toBe(400));

  it('is sent once: 304 until something changes', async () => {
    for (const path of ['messages.atom', 'interviews.rss', 'statistics.json']) {
      const etag = (await ask(path)).headers.get('etag')!;
      expect((await ask(path, { 'if-none-match': etag })).status).toBe(304);
    }
  });

  it('tells of interviews through their lives, and of closed figures with their files', async () => {
    const session = { sessionId: idOf(901), sessionNumber: 'HN-FT2026-007' };
    const event = (definition: Parameters<typeof eventOf>[0], sequence: number, data: object) => createEvent(definition, { subject: session.sessionId, sequence, time: fixture.clock.now(), data: { ...session, ...data } as never });
    await fixture.handle(event(sessionScheduled as never, 1, { channel: 'interview', title: '谈夜间照明', unit, principal: { name: '周明', post: '局长' }, shortNoticeReason: null, startsAt: '2026-09-28T01:30:00.000Z', endsAt: '2026-09-28T02:30:00.000Z', scheduledAt: '2026-09-10T01:00:00.000Z' }));
    const before = (await json('interviews.json')).items;
    expect(before).toMatchObject([{ id: 'http://portal.example/interviews/HN-FT2026-007', title: '谈夜间照明', summary: '预告。2026年9月28日 09:30—10:30，市城市管理局局长周明', date_modified: '2026-09-10T09:00:00+08:00' }]);
    await fixture.handle(event(sessionPostponed as never, 2, { reason: '防汛值守', startsAt: '2026-09-29T01:30:00.000Z', endsAt: '2026-09-29T02:30:00.000Z', postponedAt: '2026-09-19T01:00:00.000Z' }));
    expect((await json('interviews.json')).items).toMatchObject([{ id: before[0]!.id, summary: expect.stringContaining('预告 · 改期'), content_html: expect.stringContaining('改期：原定于'), date_modified: '2026-09-19T09:00:00+08:00' }]);

    const set = { counts: { registered: 30, answered: 24, overdue: 3 }, invalidByReason: {}, rates: { submittedInTime: { count: 22, of: 27, percent: '81.48' } }, stages: {}, satisfaction: { n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null } };
    const closed = { period: '2026-08', from: '2026-08-01', to: '2026-08-31', cutOff: '2026-08-31T16:00:00.000Z', policyVersions: ['1'], calendarVersion: '1', digest: 'a'.repeat(64), definitions: [], totals: set, channels: [], kinds: [], units: [] };
    await fixture.handle(createEvent(statisticsClosed, { subject: '2026-08', sequence: 1, time: new Date(closed.cutOff), data: closed as never }));
    expect((await json('statistics.json')).items).toMatchObject([{ id: 'http://portal.example/statistics/2026-08', title: '2026年8月办理统计', date_modified: '2026-09-01T00:00:00+08:00', content_html: expect.stringContaining('受理30件，已答复24件，单位按时率81.48%（27件中22件），上网按时率无，超期未答复3件。'), attachments: [{ url: 'http://portal.example/statistics/2026-08.csv' }, { url: 'http://portal.example/statistics/2026-08.xlsx' }, { url: 'http://portal.example/statistics/2026-08.json' }] }]);
  });
});

// Each goes further than the one before, so that they stand last and in this order.
let minute = 0;
describe('what is not to be read any more goes from the feed at once, under the same id with a new date', () => {
  const changed = async (n: number, act: () => Promise<void>) => {
    const before = await entry(n);
    const etag = (await ask('messages.atom')).headers.get('etag')!;
    minute += 1;
    fixture.clock.set(`2026-09-20T09:0${minute}:00+08:00`);
    await act();
    const after = await entry(n);
    expect([after.id, after.date_modified > before.date_modified]).toEqual([before.id, true]);
    expect((await ask('messages.atom', { 'if-none-match': etag })).status).toBe(200);
    return after;
  };

  it('words that are hidden', async () => {
    expect((await changed(1, () => hide(`/messages/HN20260918-0001/hidings`, { part: 'text', text: '桥头', reason: '隐私' }))).content_html).toMatch(/到〔.*已隐去〕，/);
    for (const format of ['atom', 'rss', 'json']) expect([format, (await text(`messages.${format}`)).includes('桥头')]).toEqual([format, false]);
  });

  it('words of a reply', async () => {
    const { content_html: html } = await changed(1, () => hide(`/messages/HN20260918-0001/hidings`, { part: 'reply', partId: idOf(10_001), text: '路灯已修复', reason: '隐私' }));
    expect(html).toContain('您好');
    expect(html).not.toContain('路灯已修复');
  });

  it('a message that is taken down', async () => {
    const { title, content_html: html, tags } = await changed(1, () => hide(`/messages/HN20260918-0001/take-downs`, { reason: '违法信息' }));
    expect([title, tags]).toEqual(['已撤下的留言（投诉）', ['市城市管理局', '投诉']]);
    for (const words of ['和平路', '您好', '线路需整体更换', '市民心声']) expect(html).not.toContain(words);
  });

  it('a message that its writer withdraws', async () => {
    const at = '2026-09-20T09:10:00+08:00';
    const { title, content_html: html } = await changed(3, () => fixture.handle(eventOf(messageWithdrawn, 9, at, { messageId: idOf(3), withdrawnAt: at, reason: null })));
    expect(title).toBe('留言人已撤回的留言');
    expect(html).not.toMatch(/script|第二行/);
  });
});
