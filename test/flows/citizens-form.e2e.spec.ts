import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import type { Browser, Page } from 'playwright-core';
import { faultsOf, openBrowser } from '../support/browser.js';
import { City } from '../support/city.js';

let city: City;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([City.start({ services: { console: 0, routing: 1, 'deadline-supervision': 1 } }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

const fastestMs = 3_000;

/** A citizen's browser with script off; what goes over the wire is counted. */
async function citizen(width = 1366): Promise<{ page: Page; bytes: () => number; requests: string[] }> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const requests: string[] = [];
  let sum = 0;
  page.on('response', async (response) => {
    requests.push(response.url());
    sum += (await response.body().catch(() => Buffer.alloc(0))).length;
  });
  return { page, bytes: () => sum, requests };
}

/** Nobody writes a letter in less; the form's own time is what is waited for. */
const untilWritten = (openedAt: number) => eventually(async () => expect(Date.now() - openedAt).toBeGreaterThan(fastestMs + 1_000), { timeoutMs: 10_000 });

async function write(page: Page, { title, text }: { title: string; text: string }): Promise<number> {
  await page.goto(`${city.endpoints.portal}/submit`);
  const openedAt = Date.now();
  await page.getByLabel('投诉').check();
  await page.getByLabel('3. 标题').fill(title);
  await page.getByLabel('4. 内容').fill(text);
  await page.getByLabel('公开', { exact: true }).check();
  return openedAt;
}

const send = (page: Page) => page.getByRole('button', { name: '提交留言' }).click();
const strong = (page: Page) => page.locator('strong').allTextContents();

describe('我要留言 in a browser without script', () => {
  it('comes at once: few bytes from one address, no script, linked from the home page', async () => {
    const { page, bytes, requests } = await citizen();
    await page.goto(city.endpoints.portal);
    expect(await page.getByRole('navigation').getByRole('link', { name: '我要留言' }).getAttribute('href')).toBe('/submit');
    const before = bytes();
    await page.goto(`${city.endpoints.portal}/submit`);
    await eventually(async () => expect(bytes()).toBeGreaterThan(before + 1_000));
    expect(bytes()).toBeLessThan(30_000);
    expect(requests.every((url) => url.startsWith(city.endpoints.portal))).toBe(true);
    expect(await page.locator('script').count()).toBe(0);
  });

  it('tells what is wrong and keeps what was typed, then leads to the receipt, and with number and code to the writer’s own view', async () => {
    const { page } = await citizen(390);
    const openedAt = await write(page, { title: '', text: '<b>和平路</b>路灯三天不亮\n"><script>alert(1)</script>' });
    await send(page);
    expect(await page.title()).toMatch(/^错误：有1处需要修改/);
    await page.getByRole('link', { name: '请填写标题' }).click();
    await page.getByLabel('3. 标题').fill('<img src=x>路灯不亮');
    expect(await page.getByLabel('4. 内容').inputValue()).toBe('<b>和平路</b>路灯三天不亮\n"><script>alert(1)</script>');
    await untilWritten(openedAt);
    await send(page);
    expect(page.url()).toBe(`${city.endpoints.portal}/submit/received`);
    const [number = '', code = ''] = await strong(page);
    expect(await page.getByRole('img', { name: /二维码/ }).count()).toBe(1);
    expect(await page.getByRole('button', { name: '打印回执' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: '查看办理情况' }).click();
    expect(page.url()).toBe(`${city.endpoints.portal}/query?number=${number}`);
    await page.getByLabel('查询码').fill(code.toLowerCase());
    await eventually(async () => {
      await page.goto(`${city.endpoints.portal}/query?number=${number}`);
      await page.getByLabel('查询码').fill(code);
      await page.getByRole('button', { name: '查询' }).click();
      expect(await page.locator('h1').textContent()).toBe('<img src=x>路灯不亮');
    }, { timeoutMs: 20_000 });
    expect(await page.content()).toContain('您正在查看自己的留言');
    expect(await page.locator('script').count()).toBe(0);
    await page.goto(`${city.endpoints.portal}/submit/received`);
    expect(await page.locator('h1').textContent()).toBe('为保护您的信息，查询码不再显示');
    expect(await page.content()).not.toContain(code);
  });

  it('gives the writer’s own form back filled in while the database is away, and takes it once', async () => {
    const { page } = await citizen(390);
    const openedAt = await write(page, { title: '要撤回的', text: '写完又不想反映了。' });
    await untilWritten(openedAt);
    await send(page);
    const [number = '', code = ''] = await strong(page);
    await eventually(async () => {
      await page.goto(`${city.endpoints.portal}/query?number=${number}`);
      await page.getByLabel('查询码').fill(code);
      await page.getByRole('button', { name: '查询' }).click();
      expect(await page.locator('h1').textContent()).toBe('要撤回的');
    }, { timeoutMs: 20_000 });
    expect(await page.getByText('没有人看过').count()).toBe(1);
    await page.getByRole('link', { name: '撤回留言' }).click();
    await page.getByLabel('原因（可以不填）').fill('已经解决了');
    await city.platform.stopPostgres('SIGKILL');
    try {
      await page.getByRole('button', { name: '确认撤回' }).click();
      expect(await page.getByRole('alert').textContent()).toContain('1分钟后再提交');
      expect(await page.getByLabel('原因（可以不填）').inputValue()).toBe('已经解决了');
    } finally {
      await city.platform.startPostgres();
    }
    await eventually(async () => {
      await page.getByRole('button', { name: '确认撤回' }).click();
      expect(await page.getByRole('status').textContent()).toContain('撤回');
    }, { timeoutMs: 30_000 });
    expect(await city.sql("SELECT reason FROM intake.withdrawal JOIN intake.message USING (message_id) WHERE title = '要撤回的'")).toEqual([{ reason: '已经解决了' }]);
  });

  it('gives the form back filled in while the database is away, and the same letter one receipt afterwards', async () => {
    const { page } = await citizen();
    const openedAt = await write(page, { title: '数据库停了', text: '这封信写了很久，不能丢。' });
    await untilWritten(openedAt);
    await city.platform.stopPostgres('SIGKILL');
    try {
      await send(page);
      expect(await page.getByRole('alert').textContent()).toMatch(/1分钟后再点“提交留言”/);
      expect([await page.getByLabel('3. 标题').inputValue(), await page.getByLabel('4. 内容').inputValue()]).toEqual(['数据库停了', '这封信写了很久，不能丢。']);
    } finally {
      await city.platform.startPostgres();
    }
    await eventually(async () => {
      await send(page);
      expect(page.url()).toBe(`${city.endpoints.portal}/submit/received`);
    }, { timeoutMs: 30_000 });
    const first = await strong(page);
    const again = await write(page, { title: '数据库停了', text: '这封信写了很久，不能丢。' });
    await untilWritten(again);
    await send(page);
    expect(await page.locator('h1').textContent()).toContain('您已提交过相同的留言');
    expect((await strong(page)).slice(0, 2)).toEqual(first.slice(0, 2));
    expect(await city.sql("SELECT FROM intake.message WHERE title = '数据库停了'")).toHaveLength(1);
  });

  it('has no fault by axe at WCAG 2.2 AA on a desk and on phones, nor scrolls sideways', async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    const look = async (name: string) => expect({ name, faults: await faultsOf(page) }).toEqual({ name, faults: [] });
    const openedAt = await write(page, { title: '', text: '看一看' });
    await look('form');
    await send(page);
    await look('faults');
    await page.getByLabel('3. 标题').fill('看一看');
    await untilWritten(openedAt);
    await send(page);
    expect(page.url()).toContain('/submit/received');
    await look('receipt');
    expect(await page.getByRole('button', { name: '打印回执' }).isVisible()).toBe(true);
    await page.reload();
    await look('receipt gone');
    await page.goto(`${city.endpoints.portal}/privacy`);
    await look('privacy');
  });
});
