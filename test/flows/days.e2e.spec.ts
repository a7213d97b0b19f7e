import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import type { Browser, Page } from 'playwright-core';
import { Album } from '../support/album.js';
import { openBrowser, withoutScript } from '../support/browser.js';
import { City } from '../support/city.js';
import { Hand } from '../support/hand.js';
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
async function writes(page: Page, { title, text, unit }: { title: string; text: string; unit?: string }): Promise<Letter> {
  await page.goto(city.endpoints.portal);
  await page.getByRole('navigation').getByRole('link', { name: '我要留言' }).click();
  const openedAt = Date.now();
  await page.getByLabel('咨询').check();
  if (unit) await page.getByLabel('2. 向哪个单位反映').fill(unit);
  await page.getByLabel('3. 标题').fill(title);
  await page.getByLabel('4. 内容').fill(text);
  await page.getByLabel('公开', { exact: true }).check();
  await album.look(page, 'form');
  await eventually(async () => expect(Date.now() - openedAt).toBeGreaterThan(4_000), { timeoutMs: 10_000 });
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

/** From the click on 登录 on: 网管员 at the desk writes the answer and submits it. */
async function answers({ page }: Hand, title: string, text: string): Promise<void> {
  const hand = new Hand(page);
  await hand.click(page.getByRole('link', { name: title }));
  const area = page.getByLabel('答复内容');
  await hand.type(area, text);
  await page.getByText('检查：没有问题').waitFor();
  await album.look(page, 'draft');
  await hand.click(page.getByRole('button', { name: '提交审核' }));
  await page.getByRole('link', { name: title }).waitFor({ state: 'detached' });
}

/** 审核人 on a phone, from the list of what waits. */
async function signs(title: string): Promise<void> {
  const page = await withoutScript(browser, { viewport: { width: 360, height: 740 } });
  const hand = await signsInByMouse(page, personWith(city, 'reviewer', city.unit), '/signing');
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
async function signsInByMouse(page: Page, username: string, path: string): Promise<Hand> {
  const hand = new Hand(page);
  const { password } = city.endpoints.people[username]!;
  await page.goto(city.endpoints.services.console + path);
  await hand.type(page.getByLabel('用户名'), username);
  await hand.type(page.getByLabel('密码'), password);
  await hand.click(page.getByRole('button', { name: '登录' }));
  await page.waitForURL((url) => url.href.startsWith(city.endpoints.services.console));
  return hand;
}

const shows = (number: string, words: string) => eventually(async () => expect(await city.page(number)).toContain(words), waits);

/** 督办单 and the like: a button leads to a dialog, whose own button does it. */
async function does(page: Page, deed: string, state: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => {}): Promise<void> {
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
    letter = await writes(citizen, { title, text: '不知道该找哪个部门，请告知去哪里办、要带什么。' });
  });

  it('waits in the holding pen 待分拨, and 信息办 gives it to a unit', async () => {
    const page = await signIn(browser, city, personWith(city, 'information-office'), '/office/pen');
    const complaints = complaintsOf(page.context());
    await page.getByRole('link', { name: title }).click();
    await page.getByText('派单目录中没有对应事项').waitFor();
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
    const hand = new Hand(await context.newPage());
    await signsInByMouse(hand.page, personWith(city, 'web-admin', city.unit), '/queue');
    [Hand.clicks, Hand.keystrokes] = [1, 0];
    const began = performance.now();
    await album.look(hand.page, 'queue');
    await answers(hand, title, answer);
    await signs(title);
    await shows(letter.number, '3号窗口');
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(`days: from 登录 to the published reply ${seconds} s, screenshots and axe included; ${Hand.clicks} clicks, ${Hand.keystrokes} keystrokes, of which the reply has ${[...answer].length}\n`);
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
  let letter: Letter;

  it('is overdue when its third working day ends: on the board of 督查室, and signed for 签收', async () => {
    const citizen = await withoutScript(browser, { viewport: phone });
    letter = await writes(citizen, { title, text: '和平路从一中到桥头，路灯三天不亮，请尽快修复。', unit: unitName });
    await citizen.context().close();
    await eventually(async () => expect(await city.sql('SELECT FROM deadline_supervision.deadline WHERE message_number = $1', [letter.number])).toHaveLength(1), waits);
    await city.advanceTo('2026-09-23T09:00:30+08:00');
    const page = await signIn(browser, city, personWith(city, 'supervision-office'), '/supervision/board');
    await page.getByRole('link', { name: letter.number }).waitFor();
    await album.look(page, 'board');
    await page.goto(`${city.endpoints.services.console}/supervision/escalations`);
    await page.getByText('已连接').waitFor();
    await page.getByRole('button', { name: '签收', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '签收' });
    await dialog.getByLabel('意见').fill('请承办单位说明情况。');
    await album.look(page, 'escalation');
    await dialog.getByRole('button', { name: '签收', exact: true }).click();
    await page.getByText('没有待签收的上报').waitFor();
    await page.context().close();
  });

  it('brings an urging order 督办单, drafted, signed and served', async () => {
    const page = await signIn(browser, city, personWith(city, 'supervision-office'), '/supervision/orders');
    const complaints = complaintsOf(page.context());
    await page.getByRole('button', { name: '拟制督办单' }).click();
    await page.getByLabel('事由').fill('关于和平路路灯不亮的督办');
    await page.getByLabel('主送（主办单位）（可不填）').fill(unitName);
    await page.getByPlaceholder('受理编号').fill(letter.number);
    await page.getByRole('button', { name: '添加' }).click();
    await page.getByRole('link', { name: letter.number }).waitFor();
    await page.getByLabel('联系人及电话（可不填）').fill('都察明 0554-1234567');
    await album.look(page, 'order-new');
    await page.getByRole('button', { name: '存为草稿' }).click();
    await page.frameLocator('iframe[title="督办单的打印页"]').getByText('和平路').first().waitFor();
    await does(page, '签发', '已签发');
    await does(page, '送达', '已送达');
    await album.look(page, 'order-served');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is answered at last, and so is the order', async () => {
    const page = await signIn(browser, city, personWith(city, 'web-admin', city.unit), '/queue?tab=overdue');
    const complaints = complaintsOf(page.context());
    await answers(new Hand(page), title, '您反映的路灯已于9月23日上午修复，更换灯头3只，现场试亮正常。');
    await signs(title);
    await shows(letter.number, '更换灯头3只');
    await page.goto(`${city.endpoints.services.console}/orders`);
    await page.getByRole('link', { name: '关于和平路路灯不亮的督办' }).click();
    await does(page, '签收', '已签收');
    await does(page, '报送办理情况', '已反馈', async (dialog) => {
      await dialog.getByLabel('落实过程').fill('9月23日上午派员到场，更换灯头3只。');
      await dialog.getByLabel('基本情况').fill('路灯已恢复照明，已答复来信人。');
      await dialog.getByLabel('解决', { exact: true }).check();
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is closed 审结 by 督查室, and every service agrees', async () => {
    const page = await signIn(browser, city, personWith(city, 'supervision-office'), '/supervision/orders');
    await page.getByRole('link', { name: '关于和平路路灯不亮的督办' }).click();
    await does(page, '审结', '已审结', (dialog) => dialog.getByLabel('审结意见（可不填）').fill('同意办结。'));
    await page.goto(`${city.endpoints.services.console}/supervision/conservation`);
    await page.getByRole('heading', { level: 1, name: '件件有交代' }).waitFor();
    await album.look(page, 'conservation');
    await page.context().close();
  });
});
