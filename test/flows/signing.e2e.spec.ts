import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { smsFake, type NotifierFake } from '@wenzheng/testing/notifiers';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { faultsOf, openBrowser, widths } from '../support/browser.js';
import { City, message } from '../support/city.js';
import { phone } from '../support/staff.js';

// A whole path through four services, a browser and the wire each.
jest.setTimeout(180_000);

let city: City;
let browser: Browser;
let sms: NotifierFake;
/** The reviewer's phone: signed in once, no script. */
let page: Page;
const signer = () => city.endpoints.clients['reviewer']!.id;

beforeAll(async () => {
  sms = await smsFake('sms-key');
  const notifiers = JSON.stringify([{ channel: 'sms', url: `${sms.url}/messages`, key: 'sms-key' }]);
  [city, browser] = await Promise.all([
    City.start({ services: { console: 1 }, startAt: new Date('2026-09-18T15:30:00+08:00'), env: { routing: { NOTIFIERS: notifiers } } }),
    openBrowser(),
  ]);
  const reached = await city.call('routing', `/v1/people/${signer()}/contact`, { method: 'PUT', as: 'security-administrator', body: { phone: sms.known } });
  expect(reached.status).toBe(200);
  page = await (await onPhone()).newPage();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  await sms?.close();
}, 60_000);

const onPhone = (): Promise<BrowserContext> => browser.newContext({ javaScriptEnabled: false, viewport: phone, locale: 'zh-CN' });

interface Waiting {
  messageId: string;
  messageNumber: string;
  draftId: string;
}
const good = '您反映的路灯已于9月18日上午修复，更换灯头3只，现场试亮正常。如有疑问，请致电市城市管理局0000-6612345。';
let letters = 0;

/** A draft of a fresh letter that waits for the reviewer. */
async function submitted(text = good, letter: Record<string, unknown> = {}): Promise<Waiting> {
  letters += 1;
  const { body } = await city.push('board', message(`signing-${letters}`, { unit: city.unit, title: `和平路第${letters}盏路灯不亮`, ...letter }));
  const { messageId, messageNumber } = body;
  await eventually(async () => {
    const { body: found } = await city.call<{ deadline: { replyDueOn: string | null } }>('routing', `/v1/messages/${messageId}`, { as: 'web-admin' });
    expect(found.deadline?.replyDueOn).toBeTruthy();
  }, { timeoutMs: 30_000 });
  const { body: draft } = await city.call<{ draftId: string }>('routing', `/v1/messages/${messageId}/drafts`, { as: 'web-admin', body: { kind: 'reply', text } });
  await submit(draft.draftId, 1);
  return { messageId, messageNumber, draftId: draft.draftId };
}
const submit = async (draftId: string, version: number) => expect((await city.call('routing', `/v1/drafts/${draftId}/submissions`, { as: 'web-admin', body: { version } })).status).toBe(201);
const save = async (draftId: string, as: string, basedOn: number, text: string) => expect((await city.call('routing', `/v1/drafts/${draftId}/versions`, { as, body: { basedOn, text } })).status).toBe(201);
const stateOf = async ({ draftId }: Waiting) => (await city.call<{ state: string; acts: { act: string; reason: string | null; by: { name: string } }[] }>('routing', `/v1/drafts/${draftId}`, { as: 'web-admin' })).body;

const address = (path: string) => city.endpoints.services.console + path;
const pathOf = (at: Page) => new URL(at.url()).pathname;
const heading = (at: Page = page) => at.locator('h1').textContent();
const press = (name: string, at: Page = page) => at.getByRole('button', { name, exact: true }).click();
const openBack = (at: Page = page) => at.locator('summary', { hasText: '退回修改' }).click();
async function signIn(at: Page): Promise<void> {
  const { username, password } = city.endpoints.people[signer()]!;
  await at.getByLabel('用户名').fill(username);
  await at.getByLabel('密码').fill(password);
  await at.keyboard.press('Enter');
  await at.waitForURL((url) => url.href.startsWith(city.endpoints.services.console));
}

describe('审核、签发 on a phone, without script', () => {
  let waiting: Waiting;
  let link: string;

  it('what waits reaches the signer with a link that leads through the sign-in to the draft', async () => {
    waiting = await submitted('您反映的路灯已修复。');
    await eventually(() => expect(sms.received).toHaveLength(1), { timeoutMs: 20_000 });
    const { text } = sms.received[0]!;
    link = / (http\S+)$/.exec(text)![1]!;
    expect(text).toBe(`【问政】${waiting.messageNumber}有1件稿件待您审核签发。 ${link}`);
    expect(link).toBe(address(`/signing/${waiting.draftId}`));
    await page.goto(link);
    await signIn(page);
    expect(page.url()).toBe(link);
    expect(await heading()).toBe(`和平路第${letters}盏路灯不亮`);
    expect(await page.locator('.strip.time').textContent()).toMatch(/还有3个工作日第1件，共1件应于2026年9月22日（星期二）24时前答复，还有3个工作日。/);
  });

  it('goes back with a reason alone, one of those at hand or a typed one', async () => {
    await openBack();
    await press('确认退回');
    expect(await page.title()).toMatch(/^错误：/);
    expect(await page.getByRole('alert').textContent()).toContain('请选择或填写退回的理由');
    await page.getByLabel('请写明办理结果和时间').check();
    await page.getByLabel('其他理由或说明').fill('写明联系电话\n<b>谢谢</b>');
    await press('确认退回');
    expect([pathOf(page), await heading()]).toEqual(['/signing', '没有待审答复']);
    expect(await page.getByRole('status').textContent()).toBe('上一件已退回修改。');
    expect((await stateOf(waiting)).acts.at(-1)).toMatchObject({ act: 'send-back', reason: '请写明办理结果和时间；写明联系电话\n<b>谢谢</b>' });
  });

  it('is signed three taps after the link, the changes read and the consequence said', async () => {
    await save(waiting.draftId, 'web-admin', 1, good);
    await submit(waiting.draftId, 2);
    await page.goto(link);
    expect(await page.locator('h2#draft').textContent()).toBe('答复稿 第2版');
    await page.locator('summary', { hasText: '与第1版的不同' }).click();
    expect(await page.locator('ins').first().textContent()).toMatch(/^增/);
    expect(await page.locator('#notes + ul').textContent()).toContain('意见：请写明办理结果和时间；写明联系电话\n<b>谢谢</b>');
    const sign = page.getByRole('button', { name: '同意签发' });
    const box = (await sign.boundingBox())!;
    expect([box.height, box.width]).toEqual([48, phone.width - 32]);
    await sign.click();
    expect(await heading()).toBe('确认签发');
    expect(await page.getByRole('main').textContent()).toMatch(/将以“[^”]+”名义公开答复；公开后不能撤回，只能更正。/);
    await press('返回');
    expect(await heading()).toBe(`和平路第${letters}盏路灯不亮`);
    await press('同意签发');
    await press('确认签发');
    expect([pathOf(page), await heading(), await page.getByRole('status').textContent()]).toEqual(['/signing', '没有待审答复', '上一件已签发。']);
    await eventually(async () => expect(await city.page(waiting.messageNumber)).toContain('更换灯头3只'), { timeoutMs: 30_000 });
  });

  it('leads from one to the next, and the list shows all that wait', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await page.goto(address('/signing'));
    expect(await heading()).toBe('待审答复 2件');
    await page.getByRole('link').filter({ hasText: '盏路灯不亮' }).first().click();
    const current = pathOf(page).endsWith(first.draftId) ? [first, second] : [second, first];
    await press('同意签发');
    await press('确认签发');
    expect(pathOf(page)).toBe(`/signing/${current[1]!.draftId}`);
    expect(await page.getByRole('status').textContent()).toBe('上一件已签发。');
    await press('同意签发');
    await press('确认签发');
    expect(await heading()).toBe('没有待审答复');
  });
});

describe('what may come between', () => {
  it('somebody else has decided it: who, and when', async () => {
    const waiting = await submitted();
    await page.goto(address(`/signing/${waiting.draftId}`));
    await press('同意签发');
    expect((await city.call('routing', `/v1/drafts/${waiting.draftId}/decisions`, { as: 'principal', body: { version: 1, decision: 'sign' } })).status).toBe(201);
    await press('确认签发');
    const { acts } = await stateOf(waiting);
    expect(await page.getByRole('main').textContent()).toMatch(new RegExp(`已由${acts.at(-1)!.by.name}于\\d\\d:\\d\\d签发`));
    expect(await page.getByRole('button', { name: /签发|退回/ }).count()).toBe(0);
    expect(acts.filter(({ act }) => act === 'sign')).toHaveLength(1);
  });

  it('the draft has changed since it was read: it is to be read again, and nothing is signed unread', async () => {
    const waiting = await submitted();
    await page.goto(address(`/signing/${waiting.draftId}`));
    await save(waiting.draftId, 'principal', 1, `${good}给您添了不便。`);
    await press('同意签发');
    expect(await page.getByRole('alert').textContent()).toContain('草稿已更新，请重新阅读');
    expect(await page.getByRole('main').textContent()).toContain('给您添了不便');
    await press('同意签发');
    await save(waiting.draftId, 'principal', 2, `${good}谢谢监督。`);
    await press('确认签发');
    expect(await page.getByRole('alert').textContent()).toMatch(/草稿已更新，请重新阅读.*第3版/);
    expect((await stateOf(waiting)).state).toBe('in-sign-off');
    await press('同意签发');
    await press('确认签发');
    expect((await stateOf(waiting)).state).toBe('signed');
  });

  it('is handed to a colleague, who finds it in the list', async () => {
    const waiting = await submitted();
    await page.goto(address(`/signing/${waiting.draftId}`));
    await page.locator('summary', { hasText: '转由他人审核' }).click();
    await press('确认转审');
    expect(await page.getByRole('alert').textContent()).toContain('请选择由谁审核');
    await page.getByLabel(/（主要负责人）$/).check();
    await press('确认转审');
    expect([await heading(), await page.getByRole('status').textContent()]).toEqual(['没有待审答复', '上一件已转审。']);
    const { body } = await city.call<{ items: { draftId: string }[] }>('routing', '/v1/sign-offs', { as: 'principal' });
    expect(body.items.map(({ draftId }) => draftId)).toContain(waiting.draftId);
    expect((await city.call('routing', `/v1/drafts/${waiting.draftId}/decisions`, { as: 'principal', body: { version: 1, decision: 'sign' } })).status).toBe(201);
  });

  it('the session has ended: the form says so with what was typed, and the sign-in leads back to the same draft', async () => {
    const waiting = await submitted();
    await page.goto(address(`/signing/${waiting.draftId}`));
    await openBack();
    await page.getByLabel('其他理由或说明').fill('请核对路名');
    await page.context().clearCookies();
    await press('确认退回');
    expect(await heading()).toBe('登录已过期，还没有提交');
    expect(await page.getByRole('main').textContent()).toContain('请核对路名');
    expect((await stateOf(waiting)).state).toBe('in-sign-off');
    await page.getByRole('link', { name: '重新登录' }).click();
    await signIn(page);
    expect(pathOf(page)).toBe(`/signing/${waiting.draftId}`);
    await press('同意签发');
    await press('确认签发');
  });

  it('the service is away: what was typed stays, and sent again it is done once', async () => {
    const waiting = await submitted();
    await page.goto(address(`/signing/${waiting.draftId}`));
    await openBack();
    await page.getByLabel('其他理由或说明').fill('请补充照片');
    await city.platform.kill('routing');
    try {
      await press('确认退回');
      expect(await heading()).toBe('还没有提交');
      expect(await page.getByRole('main').textContent()).toMatch(/“分派”暂时没有应答.*请补充照片/s);
      await page.context().newPage().then(async (other) => {
        await other.goto(address('/signing'));
        expect([await heading(other), await other.getByRole('link', { name: '再试一次' }).getAttribute('href')]).toEqual(['暂时不可用', '/signing']);
        await other.close();
      });
    } finally {
      await city.platform.start('routing');
    }
    await press('再次提交');
    expect(await heading()).toBe('没有待审答复');
    expect((await stateOf(waiting)).acts.filter(({ act }) => act === 'send-back')).toMatchObject([{ reason: '请补充照片' }]);
  });

  it('the check finds what must be mended, or what the signer answers for', async () => {
    const hard = await submitted('您的来信已收悉，感谢您的关注。');
    await page.goto(address(`/signing/${hard.draftId}`));
    expect(await page.getByRole('main').textContent()).toContain('有1项必须修改，签发后不会公开，请退回修改。');
    expect(await page.getByRole('button', { name: '同意签发' }).count()).toBe(0);
    const soft = await submitted('您反映的路灯不归我局管理，请您向市供电局反映。');
    await page.goto(address(`/signing/${soft.draftId}`));
    expect(await page.locator('h2#checks').textContent()).toBe('检查：无必改项，提示1项');
    await press('同意签发');
    expect(await page.getByRole('alert').textContent()).toContain('请说明仍可签发的理由');
    await page.getByLabel('仍可签发的理由').fill('电话另行告知');
    await press('同意签发');
    await press('确认签发');
    expect((await city.call<{ acts: object[] }>('routing', `/v1/drafts/${soft.draftId}`, { as: 'web-admin' })).body.acts.at(-1)).toMatchObject({ act: 'sign', findingReasons: [{ reason: '电话另行告知' }] });
    await eventually(async () => expect(await city.page(soft.messageNumber)).toContain('请您向市供电局反映'), { timeoutMs: 30_000 });
  });

  it('a form that is not of this session’s page does nothing', async () => {
    const waiting = await submitted();
    const form = { version: '1', key: 'k', decision: 'sign' };
    for (const [csrf, origin] of [['', address('')], ['guessed', address('')], ['guessed', 'https://evil.example']] as const) {
      const answer = await page.context().request.post(address(`/signing/${waiting.draftId}/decisions`), { form: { ...form, _csrf: csrf }, headers: { accept: 'text/html', origin }, maxRedirects: 0 });
      expect(answer.status()).toBe(403);
    }
    expect((await stateOf(waiting)).state).toBe('in-sign-off');
  });
});

describe('the pages', () => {
  const long = `${'和平路从一中到桥头，路灯已经三天不亮，夜里行人很多，请尽快修复。'.repeat(20)}`;
  let waiting: Waiting;

  it('say in red and in words that the time has run out', async () => {
    waiting = await submitted('您反映的路灯不归我局管理，请您向市供电局反映。', { text: long });
    await save(waiting.draftId, 'principal', 1, '您反映的和平路路灯不归我局管理，请您向市供电局反映。');
    await city.advanceTo('2026-09-24T09:00:00+08:00');
    await page.goto(address(`/signing/${waiting.draftId}`));
    const strip = page.locator('.strip.time');
    expect([await strip.getAttribute('class'), await strip.textContent()]).toEqual(['strip time red', expect.stringMatching(/超期第2个工作日.*原应于9月22日/)]);
    await page.goto(address('/signing'));
    expect(await page.locator('.tag.red').first().textContent()).toContain('超期第2个工作日');
  });

  it('are small: ≤ 20 kB each, style and all, from one address and without script', async () => {
    const context = await onPhone();
    await context.addCookies(await page.context().cookies());
    const fresh = await context.newPage();
    const sizes = new Map<string, number>();
    fresh.on('response', (response) => void response.body().then((body) => sizes.set(response.url(), body.length)).catch(() => undefined));
    const total = async () => {
      await fresh.waitForLoadState('networkidle');
      expect([...sizes.keys()].filter((url) => !url.startsWith(address('/')))).toEqual([]);
      expect(await fresh.locator('script').count()).toBe(0);
      return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    };
    for (const path of ['/signing', `/signing/${waiting.draftId}`]) {
      sizes.clear();
      await fresh.goto(address(path));
      await eventually(async () => expect(await total()).toBeGreaterThan(3_000));
      expect(await total()).toBeLessThanOrEqual(20_000);
    }
    await context.close();
  });

  it('fold a long letter, and show all of it when asked', async () => {
    await page.goto(address(`/signing/${waiting.draftId}`));
    const letter = page.locator('.letter .text');
    const folded = (await letter.boundingBox())!.height;
    expect(folded).toBeLessThan(6.5 * 28);
    await page.locator('summary', { hasText: '展开全文' }).click();
    expect((await letter.boundingBox())!.height).toBeGreaterThan(folded * 3);
  });

  it('have no fault by axe at WCAG 2.2 AA on a desk and on phones, nor scroll sideways', async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'zh-CN' });
    await context.addCookies(await page.context().cookies());
    const seen = await context.newPage();
    const look = async (name: string) => expect({ name, faults: await faultsOf(seen, [...widths, phone.width]) }).toEqual({ name, faults: [] });
    await seen.goto(address('/signing'));
    await look('list');
    await seen.goto(address(`/signing/${waiting.draftId}`));
    for (const summary of await seen.locator('summary').all()) await summary.click();
    await look('draft');
    await press('确认退回', seen);
    await look('faults');
    await seen.getByLabel('仍可签发的理由').fill('电话另行告知');
    await press('同意签发', seen);
    await look('confirmation');
    await context.close();
  });
});
