import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channels, services } from '@wenzheng/contracts';
import { loadStory, playStory, Timetable } from '@wenzheng/local';
import { eventually } from '@wenzheng/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { coldly, cutOff, faultsOf, focused, openBrowser, tabTo, widerThanWindow } from '../support/browser.js';
import { City } from '../support/city.js';
import { htmlFaults, portalPaths, wordFaults } from '../support/portal-pages.js';

// A Monday after three weeks without a festival, at noon.
const until = new Date('2026-11-30T12:00:00+08:00');
const timetable = new Timetable(until);
const endOffsetMs = until.getTime() - Date.now();

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: timetable.beginsAt });
  await playStory(await loadStory(), timetable, { endpoints: city.endpoints, clock: city.platform.clock!, endOffsetMs });
}, 420_000);
afterAll(() => city?.stop(), 60_000);

interface Listed {
  /** Of a private one nobody is told. */
  channel: { code: string } | null;
  status: { code: string };
  content: string;
}
interface ListedPage {
  items: Listed[];
  next: string | null;
}

describe('the sample city, after its three weeks', () => {
  let messages: Listed[];

  it('has messages of every channel, in every status', async () => {
    messages = [];
    for (let path: string | null = '/v1/messages?limit=100'; path !== null; ) {
      const { items, next }: ListedPage = (await city.call<ListedPage>('publication', path)).body;
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

describe('every page of its portal', () => {
  let browser: Browser;
  let paths: string[];
  beforeAll(async () => {
    browser = await openBrowser();
    const { items } = (await city.call<{ items: { number: string; status: { code: string }; content: string }[] }>('publication', '/v1/messages?limit=100')).body;
    const oneOfEach = [...Map.groupBy(items, ({ status, content }) => `${status.code} ${content}`).values()].map(([message]) => message!.number);
    paths = await portalPaths(city.endpoints.portal, oneOfEach);
    expect(paths.length).toBeGreaterThan(45);
  }, 60_000);
  afterAll(() => browser?.close());

  /** What is wrong, by page; several pages are looked at side by side. */
  async function walk(options: BrowserContextOptions, cookies: Record<string, string>, look: (page: Page, path: string, html: string) => Promise<string[]>): Promise<Record<string, string[]>> {
    const faults: Record<string, string[]> = {};
    const waiting = [...paths];
    await Promise.all(
      [1, 2].map(async () => {
        const context = await browser.newContext({ locale: 'zh-CN', ...options });
        await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: city.endpoints.portal })));
        const page = await context.newPage();
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
          const answer = await page.goto(city.endpoints.portal + path);
          const found = await look(page, path, await answer!.text());
          if (found.length > 0) faults[path] = found;
        }
        await context.close();
      }),
    );
    return faults;
  }

  it('has no fault by axe at WCAG 2.2 AA at 1366, 360 and 320 px, scrolls nothing sideways, and shows what is chosen in forced colours', async () => {
    expect(await walk({}, {}, (page) => faultsOf(page))).toEqual({});
  }, 600_000);

  it('has none in 长辈版 either, where letters have 24 px and what is pressed 60', async () => {
    expect(
      await walk({}, { wenzheng_view: 'elder' }, async (page) => [
        ...(await faultsOf(page, [360])),
        ...(await page.evaluate<string[]>(`[...document.querySelectorAll('.button, button, header nav a')].filter((element) => element.offsetHeight > 0 && element.getBoundingClientRect().height < 60).map(({ outerHTML }) => 'low: ' + outerHTML)`)),
        ...(await page.evaluate<string[]>(`[...document.querySelectorAll('main p, main li, main td, main dd')].filter((element) => element.offsetHeight > 0 && !element.closest('svg') && parseFloat(getComputedStyle(element).fontSize) < 24).map(({ outerHTML }) => 'small: ' + outerHTML.slice(0, 200))`)),
      ]),
    ).toEqual({});
  }, 300_000);

  it('is HTML of the standard, needs no script, and says everything in official Chinese', async () => {
    const needed = /^\/(?:submit|interviews\/)/;
    expect(await walk({ javaScriptEnabled: true }, {}, async (page, path, html) => [...(await htmlFaults(html)), ...(await wordFaults(page, 'zh')), ...(html.includes('<script') && !needed.test(path) ? ['has a script'] : [])])).toEqual({});
  }, 300_000);

  it('says in English what it has in English, and nothing in Chinese there', async () => {
    expect(await walk({ locale: 'en-GB' }, {}, async (page, _, html) => [...(html.startsWith('<!DOCTYPE html><html lang="en"') ? [] : ['not in English']), ...(html.includes('<main id="main" class="wrap">') ? await wordFaults(page, 'en') : [])])).toEqual({});
  }, 300_000);

  it('cuts nothing off and scrolls nothing sideways at 200 and 400 % of 1280 px, with text as wide as WCAG 1.4.12 lets a reader have it', async () => {
    const spacing = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';
    expect(
      await walk({ bypassCSP: true }, {}, async (page) => {
        await page.addStyleTag({ content: spacing });
        const faults: string[] = [];
        for (const width of [640, 320]) {
          await page.setViewportSize({ width, height: 820 });
          const wider = await widerThanWindow(page);
          if (wider > 0) faults.push(`${width}: ${wider}px wider than the window`);
          faults.push(...(await cutOff(page)).map((element) => `${width}: cut off: ${element}`));
        }
        return faults;
      }),
    ).toEqual({});
  }, 300_000);

  it('leads by the keyboard alone from the board by a filter to a message, its deadline and back, and shows where one is all the way', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    await page.goto(`${city.endpoints.portal}/messages`);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ words: '跳到正文', isSeen: true });
    await page.keyboard.press('Enter');
    await tabTo(page, (_, id) => id === 'q');
    await page.keyboard.type('供暖');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await tabTo(page, (_, __, href) => /^\/messages\/[A-Z]/.test(href));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/messages\/[A-Z]/);
    await tabTo(page, (words) => words === '这个日期是怎么算出来的');
    await page.keyboard.press('Enter');
    await tabTo(page, (_, __, href) => href.endsWith('/deadline'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/deadline$/);
    await tabTo(page, (_, __, href) => href === '/query');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/query$/);
    await tabTo(page, (_, id) => id === 'number');
    await page.close();
  }, 60_000);

  it('comes to who has seen nothing yet in at most three requests and 30 kB', async () => {
    expect(
      await walk({}, {}, async (page, path) => {
        const { requests, bytes } = await coldly(page, () => page.goto(city.endpoints.portal + path));
        return [...(requests.length > 3 ? [`${requests.length} requests: ${requests.join(' ')}`] : []), ...(bytes > 30_000 ? [`${bytes} bytes`] : [])];
      }),
    ).toEqual({});
  }, 300_000);

  it('shows the home page and the board on a slow telephone, 400 kbit/s with 300 ms to and fro, as fast as it says here', async () => {
    for (const path of ['/', '/messages']) {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
      const { bytes } = await coldly(page, () => page.goto(city.endpoints.portal + path), { latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 });
      const first = await page.evaluate<number>(`new Promise((seen) => new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => seen(startTime))).observe({ type: 'paint', buffered: true }))`);
      expect(first).toBeGreaterThan(300);
      process.stdout.write(`sample city: ${path} has its first text after ${(first / 1_000).toFixed(2)} s at 400 kbit/s, ${bytes} bytes\n`);
      await page.close();
    }
  }, 60_000);

  it.each([[390, 844], [1280, 800]])('the first view of the home page at %d × %d has both buttons, the promise and the month in figures', async (width, height) => {
    const page = await browser.newPage({ viewport: { width, height }, locale: 'zh-CN' });
    await page.goto(city.endpoints.portal);
    const bottom = (selector: string) => page.evaluate<number>(`Math.max(...[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => element.getBoundingClientRect().bottom))`);
    for (const selector of ['.promise', 'main .button', '.figures li']) expect({ selector, bottom: await bottom(selector) }).toEqual({ selector, bottom: expect.any(Number) });
    expect(Math.max(await bottom('.promise'), await bottom('main .button'), await bottom('.figures li'))).toBeLessThanOrEqual(height);
    await page.close();
  });
});
