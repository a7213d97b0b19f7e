import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Replica } from '@wenzheng/testing';
import { assigned, Fixture, idOf, opened, publicUrl, registered, replied } from '../publication.fixture.js';

let fixture: Fixture;
let keeping: Replica;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  keeping = await fixture.start({ PAGE_CACHE_MIB: '16' }, { reading: false });
  await fixture.handle(registered(1), assigned(1), opened(1), registered(2, { messageId: idOf(2), visibility: 'private', kind: 'help' }), assigned(2), opened(2), registered(3), assigned(3), opened(3), replied(3));
});
afterAll(() => fixture.drop());

const english = { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' };
const chosen = (language: string, view = 'standard') => ({ cookie: `wenzheng_language=${language}; wenzheng_view=${view}` });
const message = '/messages/HN20260918-0001';
/** Pages that have all their words in both languages. */
const bilingual = ['/', '/messages', '/messages?state=overdue&kind=complaint&q=%E8%B7%AF%E7%81%AF', message, `${message}/deadline`, '/messages/HN20260918-0002', '/messages/HN20260918-0003', '/query', '/query/message', '/nowhere'];

/** What a reader of English reads: all text but what is marked as Chinese, and names. */
const textOf = (page: string): string =>
  page
    .replace(/<(bdi|p|span|a|div|option)(?=[^>]*\blang="zh-CN")[^>]*>.*?<\/\1>/gs, '')
    .replace(/<option.*?<\/option>|<title>.*?<\/title>/gs, '')
    .replace(/<ol class="timeline">.*?<\/ol>/gs, '')
    .replace(/<[^>]*>/g, '\n');

describe('a reader of English', () => {
  it.each(bilingual)('reads %s in English, with what people wrote as they wrote it', async (path) => {
    const page = await fixture.page(path, english);
    expect(page).toMatch(/^<!DOCTYPE html><html lang="en">/);
    expect(page).toMatch(/<main id="main" class="wrap">/);
    expect(textOf(page).match(/.*\p{Script=Han}.*/gu) ?? []).toEqual([]);
  });

  it('reads the deadline sentence, the status and the kind in English, and the words of citizens and units in Chinese', async () => {
    const page = await fixture.page(message, english);
    expect(page).toContain('Due before 24:00 on Tuesday, 22 September 2026; 2 working days left.');
    expect(page).toContain('<bdi lang="zh-CN">和平路夜间路灯不亮</bdi>');
    expect(page).toMatch(/<p class="text" lang="zh-CN">和平路从一中到桥头/);
    expect(page).toContain('Assigned to 市城市管理局');
    expect(page).toContain('Make-up working day · counts (working day 1; National Day; ');
    expect(await fixture.page('/messages/HN20260918-0002', english)).toContain('Message not public (Request for help)');
  });

  it('is told where a page is in Chinese only, within a frame in English', async () => {
    const page = await fixture.page('/statistics/definitions', english);
    expect(page).toContain('<main id="main" class="wrap" lang="zh-CN"><p class="hint" lang="en">This page is available in Chinese only.</p>');
    expect(page).toContain('>Write to us</a>');
  });
});

describe('which language', () => {
  const languageOf = async (headers: Record<string, string>, path = '/') => /<html lang="([^"]+)"/.exec(await fixture.page(path, headers))?.[1];

  it.each([
    [{}, 'zh-CN'],
    [{ 'accept-language': '*' }, 'zh-CN'],
    [{ 'accept-language': 'fr, zh;q=0.5' }, 'zh-CN'],
    [{ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }, 'zh-CN'],
    [english, 'en'],
    [{ ...english, ...chosen('zh') }, 'zh-CN'],
    [chosen('en'), 'en'],
    [chosen('de'), 'zh-CN'],
  ] as [Record<string, string>, string][])('of %j is %s', async (headers, language) => {
    expect(await languageOf(headers)).toBe(language);
  });

  it('is said to caches, with what it depends on', async () => {
    for (const [headers, language] of [[english, 'en'], [chosen('zh'), 'zh-CN']] as const) {
      const answer = await fetch(`${fixture.url}/messages`, { headers: { accept: 'text/html', ...headers } });
      expect(answer.headers.get('content-language')).toBe(language);
      expect(answer.headers.get('vary')?.toLowerCase().split(/, ?/)).toEqual(expect.arrayContaining(['accept-language', 'cookie']));
      const again = await fetch(`${fixture.url}/messages`, { headers: { accept: 'text/html', ...headers, 'if-none-match': answer.headers.get('etag')! } });
      expect([again.status, again.headers.get('vary')]).toEqual([304, answer.headers.get('vary')]);
    }
  });

  it('of what programs read is Chinese for all', async () => {
    for (const path of ['/v1/messages', '/v1/messages/HN20260918-0001']) {
      const [plain, other] = await Promise.all([{}, english].map(async (headers) => (await fetch(fixture.url + path, { headers })).text()));
      expect(other).toBe(plain);
      expect(plain).toContain('还有2个工作日');
    }
  });

  it('and view keep their pages apart, whoever asks first', async () => {
    const kinds = [{}, english, chosen('zh', 'elder'), chosen('en', 'elder')];
    const seen = async (path: string) => Promise.all(kinds.map(async (headers) => /<html lang="([^"]+)"(?: class="elder")?>/.exec(await (await fetch(keeping.url + path, { headers: { accept: 'text/html', ...headers } })).text())?.[0]));
    const expected = ['<html lang="zh-CN">', '<html lang="en">', '<html lang="zh-CN" class="elder">', '<html lang="en" class="elder">'];
    for (const path of ['/', '/messages', message]) for (let time = 0; time < 2; time += 1) expect(await seen(path)).toEqual(expected);
  });
});

describe('a choice', () => {
  const choose = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${fixture.url}/preferences?${query}`, { redirect: 'manual', headers: { accept: 'text/html', ...headers } });
    return { status: answer.status, location: answer.headers.get('location'), cookies: answer.headers.getSetCookie(), kept: answer.headers.get('cache-control') };
  };

  it('is kept for all pages and leads back to where it was made', async () => {
    expect(await choose('language=en', { referer: `${publicUrl}/messages?page=2` })).toEqual({ status: 303, location: '/messages?page=2', cookies: ['wenzheng_language=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax'], kept: 'no-store' });
    expect(await choose('view=elder&back=/statistics')).toMatchObject({ location: '/statistics', cookies: ['wenzheng_view=elder; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax'] });
  });

  it('leads nowhere else, and is one of those that there are', async () => {
    expect(await choose('view=standard&back=//evil.example/')).toMatchObject({ status: 303, location: '/' });
    expect(await choose('view=standard', { referer: 'https://evil.example/messages' })).toMatchObject({ location: '/' });
    expect(await choose('view=huge')).toMatchObject({ status: 400, cookies: [] });
  });

  it('of 长辈版 shortens the menu and leaves the content as it is', async () => {
    const [plain, elder] = await Promise.all([fixture.page(message), fixture.page(message, chosen('zh', 'elder'))]);
    const main = (page: string) => /<main.*<\/main>/s.exec(page)?.[0];
    expect(main(elder)).toBe(main(plain));
    const menu = (page: string) => [.../<nav aria-label="主导航">(.*?)<\/nav>/s.exec(page)![1]!.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(menu(elder)).toEqual(['/', '/submit', '/query', '/messages']);
    expect(elder).toContain('<a href="/preferences?view=standard" rel="nofollow">标准版</a>');
  });
});
