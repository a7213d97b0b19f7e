import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { assigned, Fixture, idOf, opened, publicUrl, registered, replied } from '../publication.fixture.js';
import { LookTurns } from './look-turns.js';
import { PublishedPages } from './published-pages.js';

let fixture: Fixture;
let url: string;
let pages: PublishedPages;
let close: () => Promise<void>;
const own = 'HN20260918-0001';
const pair = { number: own, code: 'K7MD-2QXT' };

beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(
    registered(1, { visibility: 'private', title: '金丝雀标题', text: '金丝雀正文，电话13812345678' }), assigned(1), opened(1), replied(1, { text: '金丝雀答复' }),
    registered(2, { text: '桥头的路灯不亮' }), assigned(2), opened(2),
  );
  fixture.intake.answer = ({ number }) => (number === own ? { status: 201, messageId: idOf(1) } : { status: 404 });
  // Specs of pages keep none; here is what a city has.
  const replica = await fixture.start({ PAGE_CACHE_MIB: '8' }, { reading: false });
  url = replica.url;
  pages = replica.app.get(PublishedPages);
  close = () => replica.close();
});
afterAll(async () => {
  await close();
  await fixture.drop();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
const textOf = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).text();

/** Nobody can read or write messages meanwhile. */
async function withoutMessages(work: () => Promise<void>): Promise<void> {
  const lock = fixture.app.get<DataSource>(DATA_SOURCE).createQueryRunner();
  await lock.startTransaction();
  await lock.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
  try {
    await work();
  } finally {
    await lock.rollbackTransaction();
    await lock.release();
  }
}

describe('a page that was answered a moment ago', () => {
  it.each(['/', '/messages', '/messages/HN20260918-0002', '/v1/messages/HN20260918-0002'])('%s is answered again without the database, the same to the last header but the date', async (path) => {
    const first = await get(path);
    const [body, headers] = [await first.text(), Object.fromEntries(first.headers)];
    await withoutMessages(async () => {
      const again = await get(path);
      expect(await again.text()).toBe(body);
      expect({ ...Object.fromEntries(again.headers), date: '' }).toEqual({ ...headers, date: '' });
      const known = await get(path, { 'if-none-match': headers['etag']! });
      expect([known.status, await known.text()]).toEqual([304, '']);
    });
  });

  it('is answered before any handler is asked, but to whoever brings a cookie', async () => {
    let asked = 0;
    const fresh = pages.fresh.bind(pages);
    pages.fresh = (...of) => {
      asked += 1;
      return fresh(...of);
    };
    try {
      // A page is kept for a second: on a machine that takes longer for two requests, another pair shows it.
      await eventually(async () => {
        const first = await textOf('/messages?kind=complaint');
        const before = asked;
        expect([await textOf('/messages?kind=complaint'), asked]).toEqual([first, before]);
      });
      const before = asked;
      await textOf('/messages?kind=complaint', { cookie: 'a=b' });
      expect(asked).toBe(before + 1);
    } finally {
      pages.fresh = fresh;
    }
  });

  it('is another for who reads another language or wants another kind', async () => {
    await get('/messages/HN20260918-0002');
    const nowhere = await Promise.all([get('/messages/HN20260918-0009'), get('/messages/HN20260918-0009', { accept: 'application/json' })]);
    expect(nowhere.map(({ headers }) => headers.get('content-type'))).toEqual(['text/html; charset=utf-8', 'application/problem+json; charset=utf-8']);
  });

  it('is looked up anew a second later, and what was hidden is gone then', async () => {
    expect(await textOf('/messages/HN20260918-0002')).toContain('桥头');
    await fixture.dataSource.query(`UPDATE message SET text = '〔内容已隐去〕', search_words = NULL, revision = revision + 1 WHERE message_id = $1`, [idOf(2)]);
    await eventually(async () => expect(await textOf('/messages/HN20260918-0002')).not.toContain('桥头'));
  });
});

describe('what is written in words', () => {
  /** As it is sent: fetch unpacks by itself. */
  const asked = async (path: string, coding: string, more: Record<string, string> = {}) => {
    const [answer] = (await once(request(url + path, { headers: { accept: 'text/html', 'accept-encoding': coding, ...more } }).end(), 'response')) as [IncomingMessage];
    const { statusCode, headers } = answer;
    return { status: statusCode, coding: headers['content-encoding'], etag: String(headers.etag), vary: String(headers.vary), body: await buffer(answer) };
  };
  const stylesheet = async () => /href="(\/assets\/[^"]+\.css)"/.exec(await textOf('/'))![1]!;

  it('is the same in gzip, and shorter, with a tag of its own, and is known by either', async () => {
    for (const path of ['/', '/messages/HN20260918-0002', '/v1/messages/HN20260918-0002', '/feeds/messages.atom', await stylesheet()]) {
      const [plain, packed] = [await asked(path, 'identity'), await asked(path, 'br, gzip;q=0.8')];
      expect([plain.coding, packed.coding, plain.vary, packed.vary]).toEqual([undefined, 'gzip', packed.vary, expect.stringContaining('accept-encoding')]);
      expect(gunzipSync(packed.body).toString().replaceAll(instant, '')).toBe(plain.body.toString().replaceAll(instant, ''));
      expect(packed.body.length).toBeLessThan(plain.body.length);
      expect(packed.etag).not.toBe(plain.etag);
      for (const [tag, coding] of [[packed.etag, 'identity'], [plain.etag, 'gzip'], [packed.etag, 'gzip']] as const) expect((await asked(path, coding, { 'if-none-match': tag })).status).toBe(304);
    }
  });

  it.each(['', 'identity', 'br', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip2'])('is plain for who takes %j', async (coding) => {
    expect((await asked('/', coding)).coding).toBeUndefined();
  });
});

/** When a feed was asked for. */
const instant = /<updated>[^<]*<\/updated>/g;

describe('the writer’s view and the public’s never meet in a cache', () => {
  const canaries = ['金丝雀标题', '金丝雀正文', '金丝雀答复', '13812345678', '您正在查看自己的留言'];
  const publicPaths = [`/messages/${own}`, `/messages/${own}/deadline`, `/v1/messages/${own}`, '/messages', '/'];

  it('whoever comes first, and whatever cookie comes along', async () => {
    const before = await Promise.all(publicPaths.map((path) => textOf(path)));
    const sent = await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams(pair), headers: { accept: 'text/html', origin: publicUrl }, redirect: 'manual' });
    const cookie = sent.headers.get('set-cookie')!.split(';')[0]!;
    for (let round = 0; round < 3; round += 1) {
      const view = await get('/query/message', { cookie });
      const html = await view.text();
      for (const canary of canaries) expect(html).toContain(canary);
      expect([view.headers.get('cache-control'), view.headers.get('etag')]).toEqual(['no-store', null]);
      const nobody = await textOf('/query/message');
      for (const canary of canaries) expect(nobody).not.toContain(canary);
      for (const [index, path] of publicPaths.entries()) {
        for (const headers of [{}, { cookie }] as Record<string, string>[]) {
          const page = await textOf(path, headers);
          for (const canary of canaries) expect(page).not.toContain(canary);
          expect(page).toBe(before[index]);
        }
      }
    }
  });
});

describe('addresses that nobody has', () => {
  it('are kept nowhere, and beyond five hundred in ten seconds whoever makes them up is sent away without a look', async () => {
    const flood = { 'x-forwarded-for': '203.0.113.7' };
    const statuses: number[] = [];
    for (let n = 0; n < 10; n += 1) statuses.push(...(await Promise.all(Array.from({ length: 60 }, async (_, m) => (await get(`/messages/HN2026-${n * 60 + m}`, flood)).status))));
    expect(new Set(statuses)).toEqual(new Set([404, 503]));
    expect(statuses.filter((status) => status === 404).length).toBeGreaterThanOrEqual(500);
    const page = await get('/messages/HN20260918-0002', { 'x-forwarded-for': '203.0.113.8' });
    expect(page.status).toBe(200);
    await withoutMessages(async () => {
      expect((await get('/messages/HN2026-x', flood)).status).toBe(503);
      // What others have just read is there for it too.
      expect((await get('/messages/HN20260918-0002', flood)).status).toBe(200);
    });
  });

  it('are counted by network, for ten seconds', async () => {
    let now = 1_000;
    const turns = new LookTurns(2, () => now);
    const miss = (caller: string) => turns.look(() => Promise.resolve(null), caller);
    for (let n = 0; n < 500; n += 1) await miss('a');
    await expect(miss('a')).rejects.toMatchObject({ status: 503, options: { retryAfterSeconds: 10 } });
    expect(await miss('b')).toBeNull();
    now = 11_001;
    expect(await miss('a')).toBeNull();
    expect(await turns.look(() => Promise.resolve('found'), 'a')).toBe('found');
  });
});
