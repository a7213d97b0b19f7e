import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachmentReleased, attachmentStored, messageRated, messageWithdrawn, renewalDeclined } from '@wenzheng/contracts';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied } from '../../publication.fixture.js';

const august = { registeredAt: '2026-08-10T09:00:00+08:00' };
let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(
    registered(1, { ...august, title: '=HYPERLINK("http://evil.example","路灯")' }), assigned(1), opened(1, august.registeredAt), extended(1), replied(1),
    registered(2, { ...august, visibility: 'private', title: '金丝雀标题', text: '金丝雀正文' }), assigned(2), replied(2, { text: '金丝雀答复' }), extended(2, { reason: '金丝雀延期' }),
    registered(3, { registeredAt: '2026-08-31T23:59:59+08:00', text: '@SUM(1)\n路灯"不亮"' }),
    registered(4),
  );
});
afterAll(() => fixture.drop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(fixture.url + path, { headers });
const bytes = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
const unpacked = async (path: string) => gunzipSync(await bytes(path)).toString();
interface Line { number: string; title: string | null; text: string | null; channel: string | null; replies: { text: string }[] }
const [jsonl, csv] = ['/data/messages-2026-08.jsonl.gz', '/data/messages-2026-08.csv.gz'];
const lines = async () => (await unpacked(jsonl)).trimEnd().split('\n').map((line) => JSON.parse(line) as Line);

describe('开放数据', () => {
  it('has a line for each message of a month that is over, with its words as they are public and nothing that a passing day changes', async () => {
    const [first, second, third, ...others] = await lines();
    expect(others).toEqual([]);
    expect(first).toEqual({
      number: 'HN20260918-0001', url: 'http://portal.example/messages/HN20260918-0001', visibility: 'public', title: '=HYPERLINK("http://evil.example","路灯")', text: expect.stringMatching(/桥头.*〔手机号已隐去〕/s),
      kind: 'complaint', channel: 'board', unitCode: 'urban-management', unitName: '市城市管理局', registeredAt: '2026-08-10T09:00:00+08:00', replyDueOn: '2026-08-13', dueOn: '2026-08-13', finalDueOn: '2026-08-24',
      ending: 'publicly-answered', endedAt: null, answeredAt: expect.stringMatching(/^2026-09-20T/), answeredInTime: false, historical: false,
      replies: [{ unitCode: 'urban-management', unitName: '市城市管理局', interim: false, renewed: false, text: expect.stringContaining('路灯已修复'), submittedAt: '2026-09-20T08:00:00+08:00', publishedAt: expect.any(String), correctedAt: null, result: null, promise: null, supplements: [] }],
      extensionNotices: [expect.objectContaining({ reason: expect.stringContaining('〔手机号已隐去〕') })], attachments: [], decisions: [], rating: null, updatedAt: expect.any(String),
    });
    expect(second).toMatchObject({ number: 'HN20260918-0002', visibility: 'private', title: null, text: null, channel: null, replies: [], extensionNotices: [], kind: 'complaint', ending: expect.stringMatching(/answered$/) });
    expect(third?.number).toBe('HN20260918-0003');
  });

  it('has what was decided, what goes with a message, and how its writer rates the reply; of a private message none of it', async () => {
    const at = '2026-09-20T08:00:00+08:00';
    const tag = (await get(jsonl)).headers.get('etag');
    const deeds = (n: number) => {
      const [messageId, attachmentId] = [idOf(n), idOf(60_000 + n)];
      return [
        eventOf(attachmentStored, 11, at, { messageId, attachmentId, name: '路灯.jpg', mediaType: 'image/jpeg', size: 182_044, sha256: '3f'.repeat(32), storedAt: at }),
        eventOf(attachmentReleased, 12, at, { messageId, attachmentId, releasedAt: at }),
        eventOf(messageRated, 13, at, { messageId, ratingId: idOf(80_000 + n), rating: 'dissatisfied', reason: null, afterContactReading: false, ratedAt: at }),
        eventOf(renewalDeclined, 11, at, { messageId, ratingId: idOf(80_000 + n), reason: '答复已经说明，电话13912345678', declinedAt: at }),
      ];
    };
    await fixture.handle(...deeds(1), ...deeds(2));
    const [first, second] = await lines();
    expect(first).toMatchObject({
      attachments: [{ id: idOf(60_001), url: `http://portal.example/attachments/${idOf(60_001)}`, name: '路灯.jpg', mediaType: 'image/jpeg', size: 182_044 }],
      decisions: [{ kind: 'no-renewal', reason: '答复已经说明，电话〔手机号已隐去〕', at }], rating: 'dissatisfied',
    });
    expect(second).toMatchObject({ attachments: [], decisions: [], rating: null });
    expect((await get(jsonl)).headers.get('etag')).not.toBe(tag);
    expect(await unpacked(csv)).toContain(',dissatisfied,');
  });

  it('as a table runs in no spreadsheet, and holds nothing private either', async () => {
    const table = await unpacked(csv);
    expect(table).toMatch(/^\uFEFFnumber,url,visibility,title,text,.*,reply,replyUnit,rating,updatedAt\r\n/);
    expect(table).toContain(`,"'=HYPERLINK(""http://evil.example"",""路灯"")",`);
    expect(table).toContain(`,"'@SUM(1)\n路灯""不亮""",`);
    expect(table.match(/\uFEFF/g)).toHaveLength(1);
    for (const text of [table, await unpacked(jsonl)]) expect(text).not.toMatch(/金丝雀|13812345678|13912345678/);
  });

  it('is the same to the last byte, today and tomorrow, and 304 for whoever has it', async () => {
    const before = await bytes(jsonl);
    const etag = (await get(jsonl)).headers.get('etag')!;
    fixture.clock.set('2026-09-25T09:00:00+08:00');
    expect((await bytes(jsonl)).equals(before)).toBe(true);
    expect((await get(jsonl, { 'if-none-match': etag })).status).toBe(304);
    fixture.clock.set('2026-09-20T09:00:00+08:00');
    expect([(await get(csv)).headers.get('content-type'), (await get(csv)).headers.get('content-disposition')]).toEqual(['application/gzip', 'attachment; filename="messages-2026-08.csv.gz"']);
  });

  it('is listed in a page and in a catalogue, which name the same files', async () => {
    const page = await fixture.page('/data');
    const catalogue = (await (await get('/data/catalog.jsonld')).json()) as { '@type': string; 'dct:publisher': object; 'dcat:dataset': { 'dcat:distribution': { 'dcat:downloadURL': { '@id': string } }[] }[] };
    expect(catalogue).toMatchObject({ '@id': 'http://portal.example/data', '@type': 'dcat:Catalog', 'dct:publisher': { 'foaf:name': { '@value': '淮南市人民政府办公室' } } });
    expect(catalogue['dcat:dataset'].map((dataset) => dataset['dcat:distribution'].map((one) => one['dcat:downloadURL']['@id'].replace('http://portal.example', '')))).toEqual([[jsonl, csv], []]);
    for (const file of [jsonl, csv, '/data/catalog.jsonld']) expect(page).toContain(`href="${file}"`);
    expect(page).toMatch(/2026年8月<\/span>.*3件，最近变动于2026年9月20日/);
    expect(page).toContain('本市尚未公布数据使用许可');
    expect(page).not.toContain('messages-2026-09');
  });

  it.each(['2026-09.jsonl.gz', '2026-10.csv.gz', '2026-13.csv.gz', '0000-00.csv.gz', '2026-08.xml.gz', '2026-08.csv'])('messages-%s is answered 404', async (file) => expect((await get(`/data/messages-${file}`)).status).toBe(404));

  it('of a month without messages is empty', async () => expect(await unpacked('/data/messages-2020-01.jsonl.gz')).toBe(''));
});

describe('what crawlers are told', () => {
  it('leads to every public message by month, and to pages that are few', async () => {
    const index = await (await get('/sitemap.xml')).text();
    const parts = [...index.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc!.replace('http://portal.example', ''));
    expect(parts).toEqual(['/sitemaps/pages.xml', '/sitemaps/messages-2026-08-1.xml', '/sitemaps/messages-2026-09-1.xml']);
    expect(index).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><sitemapindex xmlns="http:\/\/www.sitemaps.org\/schemas\/sitemap\/0.9">.*<lastmod>2026-09-20T09:00:0\d\+08:00<\/lastmod>/);
    const part = await (await get(parts[1]!)).text();
    expect([...part.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc)).toEqual(['http://portal.example/messages/HN20260918-0001', 'http://portal.example/messages/HN20260918-0003']);
    for (const path of ['/', '/statistics', '/feeds', '/data']) expect(await (await get(parts[0]!)).text()).toContain(`<loc>http://portal.example${path}</loc>`);
    for (const path of [...(await (await get(parts[0]!)).text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc!)) expect([path, (await get(path.replace('http://portal.example', ''), { accept: 'text/html' })).status]).toEqual([path, 200]);
    for (const file of ['messages-2026-08-2.xml', 'messages-2026-07-1.xml', 'messages-2026-08-0.xml', 'x.xml']) expect((await get(`/sitemaps/${file}`)).status).toBe(404);
  });

  it('keeps them from lists by filters, and from nothing that is to be found', async () => {
    const response = await get('/robots.txt');
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain('Sitemap: http://portal.example/sitemap.xml');
    // RFC 9309: the longest rule that fits.
    const rules = [...text.matchAll(/^(Allow|Disallow): (.*)$/gm)].map(([, kind, prefix]) => ({ isAllowed: kind === 'Allow', prefix: prefix! }));
    const isAllowed = (path: string) => rules.filter(({ prefix }) => path.startsWith(prefix)).toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.isAllowed ?? true;
    expect(['/', '/messages', '/messages?page=2', '/messages/HN20260918-0001', '/feeds/messages.atom', '/data/messages-2026-08.csv.gz', '/log'].filter((path) => !isAllowed(path))).toEqual([]);
    expect(['/messages?q=x', '/messages?unit=a&page=2', '/feeds/search.atom?q=x', '/query', '/submit?unit=x', '/v1/messages', '/log/entries?after=1'].filter(isAllowed)).toEqual([]);
  });
});

describe('each reader', () => {
  it('is given the page in the own language, though it is kept; what programs read is the same for all', async () => {
    const { url } = await fixture.start({ PAGE_CACHE_MIB: '8' }, { reading: false });
    const speaking = (language: string) => ({ accept: 'text/html', 'accept-language': language });
    const [english, chinese] = [speaking('en'), speaking('zh-CN')];
    for (const path of ['/data', '/feeds']) {
      for (const [headers, lang] of [[english, 'en'], [chinese, 'zh-CN'], [english, 'en']] as const) expect([path, /<html lang="(.*?)"/.exec(await (await fetch(url + path, { headers })).text())?.[1]]).toEqual([path, lang]);
    }
    for (const path of ['/data/catalog.jsonld', '/feeds/messages.atom', '/feeds/interviews.rss', '/feeds/messages.json', '/sitemap.xml', jsonl]) {
      const [one, other] = await Promise.all([english, chinese].map((headers) => fetch(url + path, { headers })));
      expect([path, Buffer.from(await one!.arrayBuffer()).equals(Buffer.from(await other!.arrayBuffer()))]).toEqual([path, true]);
      expect(other!.headers.get('vary') ?? '').not.toMatch(/language|cookie/);
    }
  });
});

// Last: it changes what the others read.
describe('what is not to be read any more', () => {
  it('goes from the files at once, under another tag: words that are hidden, what is taken down or withdrawn', async () => {
    const authorization = `Bearer ${await fixture.issuer.token({ roles: ['information-office'] })}`;
    const act = async (path: string, body: object) => expect((await fetch(`${fixture.url}/v1/messages/HN20260918-0001/${path}`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) })).status).toBe(201);
    const tags = [(await get(jsonl)).headers.get('etag')];
    const changed = async (number: string) => {
      tags.push((await get(jsonl)).headers.get('etag'));
      return (await lines()).find((line) => line.number === number)!;
    };
    await act('hidings', { part: 'reply', partId: idOf(10_001), text: '路灯已修复', reason: '隐私' });
    expect((await changed('HN20260918-0001')).replies[0]?.text).toMatch(/^您好，〔.*已隐去〕，/);
    expect(await unpacked(csv)).not.toContain('路灯已修复');
    await act('take-downs', { reason: '违法信息' });
    expect(await changed('HN20260918-0001')).toMatchObject({ visibility: 'private', title: null, text: null, channel: null, replies: [], extensionNotices: [] });
    const at = '2026-09-20T09:10:00+08:00';
    await fixture.handle(eventOf(messageWithdrawn, 9, at, { messageId: idOf(3), withdrawnAt: at, reason: null }));
    expect(await changed('HN20260918-0003')).toMatchObject({ title: null, text: null, ending: 'withdrawn' });
    expect(new Set(tags).size).toBe(4);
    expect((await (await get('/sitemaps/messages-2026-08-1.xml')).status)).toBe(404);
  });
});
