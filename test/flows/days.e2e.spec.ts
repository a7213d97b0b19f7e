import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { Album } from '../support/album.js';
import { openBrowser, withoutScript } from '../support/browser.js';
import { City } from '../support/city.js';
import { Hand, type Effort } from '../support/hand.js';
import { complaintsOf, desk, personWith, phone, signIn } from '../support/staff.js';

let city: City;
let browser: Browser;
let album: Album;
let unitName: string;
// A Friday: what nobody answers is overdue when Tuesday ends, for Sunday the 20th is a make-up day 调休上班.
beforeAll(async () => {
  [city, browser, album] = await Promise.all([City.start({ services: { console: 1 }, startAt: new Date('2026-09-18T15:00:00+08:00') }), openBrowser(), Album.open('days')]);
  unitName = (await city.call<{ name: string }>('routing', `/v1/units/${city.unit}`, { as: 'information-office' })).body.name;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await city?.stop();
}, 60_000);

interface Letter {
  number: string;
  code: string;
}
const waits = { timeoutMs: 20_000, everyMs: 100 };

/** A letter in the form 我要留言; nobody writes one in less than three seconds. */
async function writes(page: Page, { kind, title, text, unit }: { kind: string; title: string; text: string; unit?: string }): Promise<Letter> {
  await page.goto(city.endpoints.portal);
  await page.getByRole('navigation').getByRole('link', { name: '我要留言' }).click();
  const openedAt = Date.now();
  await page.getByLabel(kind).check();
  if (unit) await page.getByLabel('2. 向哪个单位反映').fill(unit);
  await page.getByLabel('3. 标题').fill(title);
  await page.getByLabel('4. 内容').fill(text);
  await page.getByLabel('公开', { exact: true }).check();
  await album.look(page, 'form');
  await eventually(async () => expect(Date.now() - openedAt).toBeGreaterThan(3_200), waits);
  await page.getByRole('button', { name: '提交留言' }).click();
  await page.getByRole('heading', { name: '留言已受理' }).waitFor();
  await album.look(page, 'receipt');
  const [number = '', code = ''] = await page.locator('strong').allTextContents();
  return { number, code };
}

/** The writer's own view, by number and code. */
async function opens(page: Page, { number, code }: Letter): Promise<void> {
  await page.goto(`${city.endpoints.portal}/query?number=${number}`);
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('您正在查看自己的留言').waitFor();
}

/** 网管员 writes the answer and submits it for signature. */
async function answers(hand: Hand, { title, text, result }: { title: string; text: string; result: string }): Promise<void> {
  const { page } = hand;
  const row = page.getByRole('link', { name: title });
  await hand.click(row);
  await hand.type(page.getByLabel('答复内容'), text);
  await hand.choose(page.getByLabel('办理结果'), result);
  await page.getByText('检查：没有问题').waitFor();
  await album.look(page, 'draft');
  await hand.click(page.getByRole('button', { name: '提交审核' }));
  await row.getByText('已送审').waitFor();
  await album.look(page, 'submitted');
}

/** 审核人 on a phone, from the list of what waits. */
async function signs(title: string, effort?: Effort): Promise<void> {
  const page = await withoutScript(browser, { viewport: { width: 360, height: 740 } });
  const hand = await signsInByMouse(page, personWith(city, 'reviewer', city.unit), { path: '/signing', effort });
  await album.look(page, 'waiting');
  await hand.click(page.getByRole('link', { name: title }));
  await album.look(page, 'case');
  await hand.click(page.getByRole('button', { name: '同意签发' }));
  await album.look(page, 'confirmation');
  await hand.click(page.getByRole('button', { name: '确认签发' }));
  await page.getByText('上一件已签发').waitFor();
  await page.context().close();
}

/** As people do it: name, password, and a click on 登录. */
async function signsInByMouse(page: Page, username: string, { path, effort }: { path: string; effort?: Effort | undefined }): Promise<Hand> {
  const hand = new Hand(page, effort);
  const { password } = city.endpoints.people[username]!;
  await page.goto(city.endpoints.services.console + path);
  await hand.type(page.getByLabel('用户名'), username);
  await hand.type(page.getByLabel('密码'), password);
  await hand.click(page.getByRole('button', { name: '登录' }));
  await page.waitForURL((url) => url.href.startsWith(city.endpoints.services.console));
  return hand;
}

const shows = (number: string, words: string) => eventually(async () => expect(await city.page(number)).toContain(words), waits);

/** On the board of 督查室: the unit with all of its overdue letters. */
async function opensOnBoard(page: Page, { number }: Letter): Promise<void> {
  await page.locator('summary', { hasText: unitName }).click();
  await page.getByRole('link', { name: number }).waitFor();
}

/** 督办单 and the like: a button leads to a dialog, whose own button does it. */
async function does(page: Page, deed: string, state: string, fill: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
  await page.getByRole('button', { name: deed, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: deed });
  await dialog.waitFor();
  await fill(dialog);
  await album.look(page, `order-${deed}`);
  await dialog.getByRole('button', { name: deed, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.state', { hasText: state }).first().waitFor();
}

describe('a letter, from its writer to the rating of its answer', () => {
  const title = '想问一下办事流程';
  const answer = '您咨询的事项由本单位办理，请于工作日携带身份证到服务大厅3号窗口提交申请，5个工作日内办结。';
  let citizen: Page;
  let letter: Letter;

  it('is written in the form without script, and has number and code', async () => {
    citizen = await withoutScript(browser, { viewport: phone });
    letter = await writes(citizen, { kind: '咨询', title, text: '不知道该找哪个部门，请告知去哪里办、要带什么。' });
  });

  it('waits in the holding pen 待分拨, and 信息办 gives it to a unit', async () => {
    const page = await signIn(browser, city, personWith(city, 'information-office'), '/office/pen');
    const complaints = complaintsOf(page.context());
    await page.getByRole('link', { name: title }).click();
    await page.getByText('进入原因：派单目录中没有对应事项').waitFor();
    await album.look(page, 'pen');
    await page.getByLabel('选其他单位').fill(unitName);
    await page.getByRole('button', { name: '分派', exact: true }).click();
    await page.getByRole('link', { name: title }).waitFor({ state: 'detached' });
    await album.look(page, 'pen-empty');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is answered by 网管员, signed by 审核人, and public', async () => {
    const context = await browser.newContext({ viewport: desk, locale: 'zh-CN' });
    const complaints = complaintsOf(context);
    const { page } = await signsInByMouse(await context.newPage(), personWith(city, 'web-admin', city.unit), { path: '/queue' });
    const working = () => performance.now() - album.lookingMs;
    const began = working();
    // The click on 登录 is the first.
    const effort: Effort = { clicks: 1, keystrokes: 0 };
    await album.look(page, 'queue');
    await answers(new Hand(page, effort), { title, text: answer, result: '解释说明' });
    await signs(title, effort);
    await shows(letter.number, '3号窗口');
    const seconds = ((working() - began) / 1_000).toFixed(1);
    process.stdout.write(`days: from 登录 to the published reply ${seconds} s, looking at screens not counted; ${effort.clicks} clicks, ${effort.keystrokes} keystrokes, of which the reply has ${[...answer].length}\n`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is read on its public page and rated with number and code', async () => {
    await citizen.goto(`${city.endpoints.portal}/messages/${letter.number}`);
    await album.look(citizen, 'public-page');
    await opens(citizen, letter);
    await album.look(citizen, 'own-view');
    await citizen.getByRole('link', { name: '评价答复' }).click();
    await citizen.getByLabel('满意', { exact: true }).check();
    await album.look(citizen, 'rating');
    await citizen.getByRole('button', { name: '提交评价' }).click();
    await citizen.getByText('您的评价：满意').waitFor();
    await shows(letter.number, '满意');
    await citizen.context().close();
  });
});

describe('a letter that nobody answers in time', () => {
  const title = '和平路夜间路灯不亮';
  const consoleAt = (address: string) => `${city.endpoints.services.console}${address}`;
  let letter: Letter;
  /** 督查室's. */
  let page: Page;
  let complaints: string[];

  it('is overdue when its third working day ends: on the board of 督查室, and signed for 签收', async () => {
    const citizen = await withoutScript(browser, { viewport: phone });
    letter = await writes(citizen, { kind: '投诉', title, text: '和平路从一中到桥头，路灯三天不亮，请尽快修复。', unit: unitName });
    await citizen.context().close();
    await eventually(async () => expect(await city.sql('SELECT FROM deadline_supervision.deadline WHERE message_number = $1', [letter.number])).toHaveLength(1), waits);
    await city.advanceTo('2026-09-23T09:00:30+08:00');
    page = await signIn(browser, city, personWith(city, 'supervision-office'), '/supervision/board');
    complaints = complaintsOf(page.context());
    await opensOnBoard(page, letter);
    await album.look(page, 'board');
    await page.goto(consoleAt('/supervision/escalations'));
    await page.getByText('已连接').waitFor();
    await page.getByRole('button', { name: `签收${letter.number}` }).click();
    const dialog = page.getByRole('dialog', { name: '签收' });
    await dialog.getByLabel('意见').fill('请承办单位说明情况。');
    await album.look(page, 'escalation');
    await dialog.getByRole('button', { name: '签收', exact: true }).click();
    await page.getByText('没有待签收的上报').waitFor();
  });

  it('brings an urging order 督办单, drafted, signed and served', async () => {
    await page.goto(consoleAt('/supervision/board'));
    await opensOnBoard(page, letter);
    await page.getByLabel(`选择${letter.number}`).check();
    await page.getByRole('link', { name: '拟制督办单' }).click();
    await page.waitForURL(/\/supervision\/orders\/new/);
    await page.getByRole('link', { name: letter.number }).waitFor();
    await eventually(async () => expect(await page.getByLabel('主送（主办单位）（可不填）').inputValue()).toBe(unitName), waits);
    await page.getByLabel('事由').fill('关于和平路路灯不亮的督办');
    await page.getByLabel('联系人及电话（可不填）').fill('市政府督查室，0000-6600110');
    await album.look(page, 'order-new');
    await page.getByRole('button', { name: '存为草稿' }).click();
    await page.frameLocator('iframe[title="督办单的打印页"]').getByText('和平路').first().waitFor();
    await does(page, '签发', '已签发');
    await does(page, '送达', '已送达');
    await album.look(page, 'order-served');
  });

  it('is answered at last, and so is the order', async () => {
    const clerk = await signIn(browser, city, personWith(city, 'web-admin', city.unit), '/queue?tab=overdue');
    const theirs = complaintsOf(clerk.context());
    await answers(new Hand(clerk), { title, text: '您反映的路灯已于9月23日上午修复，更换灯头3只，现场试亮正常。', result: '已解决' });
    await signs(title);
    await shows(letter.number, '更换灯头3只');
    await clerk.goto(consoleAt('/orders'));
    await clerk.getByRole('link', { name: '关于和平路路灯不亮的督办' }).click();
    await does(clerk, '签收', '已签收');
    await does(clerk, '报送办理情况', '已反馈', async (dialog) => {
      await dialog.getByLabel('落实过程').fill('9月23日上午派员到场，更换灯头3只。');
      await dialog.getByLabel('基本情况').fill('路灯已恢复照明，已答复来信人。');
      await dialog.getByLabel('已解决', { exact: true }).check();
    });
    expect(theirs).toEqual([]);
    await clerk.context().close();
  });

  it('is closed 审结 by 督查室, and every service agrees', async () => {
    await page.goto(consoleAt('/supervision/orders'));
    await page.getByRole('link', { name: '关于和平路路灯不亮的督办' }).click();
    await does(page, '审结', '已审结', (dialog) => dialog.getByLabel('审结意见（可不填）').fill('同意办结。'));
    const counted = async () => (await city.call('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
    await eventually(async () => expect(await counted()).toMatchObject({ balanced: true, settled: true, channels: [{ registered: 2, 'publicly-answered': 2 }] }), { timeoutMs: 60_000, everyMs: 500 });
    await page.goto(consoleAt('/supervision/conservation'));
    await page.getByText('✓ 各服务对账一致，没有遗漏。').waitFor();
    expect(await page.getByRole('region', { name: '合计' }).textContent()).toMatch(/受理 2 = 公开答复 2 \+ .*差额 0 ✓/);
    await album.look(page, 'conservation');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
