import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import type { Browser, Page } from 'playwright-core';
import { faultsOf, openBrowser } from '../support/browser.js';
import { City, message, type Receipt } from '../support/city.js';
import { complaintsOf, crash, personWith, signIn } from '../support/staff.js';

let city: City;
let browser: Browser;
const receipts: Receipt[] = [];
beforeAll(async () => {
  [city, browser] = await Promise.all([City.start({ services: { console: 1 }, startAt: new Date('2026-09-18T15:00:00+08:00') }), openBrowser()]);
  for (const title of ['和平路夜间路灯不亮', '小区停水没有通知', '幼儿园报名需要哪些材料']) {
    receipts.push((await city.push('board', message(`console-${receipts.length}`, { unit: city.unit, title, text: `${title}，请尽快告知处理结果。` }))).body);
  }
  await city.push('board', message('console-pen', { title: '想问一下办事流程', text: '不知道该找哪个部门，请告知。', kind: 'inquiry' }));
  const { messageId } = receipts[0]!;
  await eventually(async () => expect((await city.call<{ deadline: { replyDueOn: string } }>('routing', `/v1/messages/${messageId}`, { as: 'web-admin' })).body.deadline.replyDueOn).toBe('2026-09-22'), { timeoutMs: 30_000 });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await city?.stop();
}, 60_000);

/** An interview of today with a question that was asked in advance. */
const interview = { session: '', question: '' };
async function announceInterview(): Promise<void> {
  const { code, name } = (await city.call<{ code: string; name: string }>('routing', `/v1/units/${city.unit}`, { as: 'information-office' })).body;
  const body = {
    channel: 'interview', title: '谈停水', unit: { code, name }, principal: { name: '周明', post: '局长' }, shortNoticeReason: '配合全市集中访谈周', startsAt: '2026-09-18T17:00:00+08:00', endsAt: '2026-09-18T18:00:00+08:00',
  };
  await eventually(async () => {
    const answered = await city.call<{ sessionId: string }>('intake', '/v1/sessions', { as: 'information-office', body });
    expect(answered.status).toBeLessThan(300);
    interview.session = answered.body.sessionId;
  });
  interview.question = (await city.push('interview', message('asked-in-advance', { unit: city.unit, sessionId: interview.session, text: '停水为什么不提前通知？' }))).body.messageId;
}

const drafts = async (receipt: Receipt) => (await city.call<{ drafts: { draftId: string; kind: string; state: string }[] }>('routing', `/v1/messages/${receipt.messageId}`, { as: 'web-admin' })).body.drafts;
const focused = (page: Page) => page.evaluate<string>('document.activeElement.id');
const answer = '您反映的路灯已于9月18日晚修复，更换灯头3只，现场试亮正常。';

describe('网管员 answers by keyboard alone', () => {
  let page: Page;
  let complaints: string[];
  const area = () => page.getByLabel('答复内容');

  it('J, Enter and R lead from the list into the editor of a message with its deadline', async () => {
    page = await signIn(browser, city, personWith(city, 'web-admin', city.unit), '/queue');
    complaints = complaintsOf(page.context());
    await page.getByText('幼儿园报名需要哪些材料').waitFor();
    await page.keyboard.press('j');
    await eventually(async () => expect(await focused(page)).toMatch(/^row-/));
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByText('应于2026年9月22日（星期二）24时前答复，还有3个工作日。').waitFor();
    expect(await page.getByRole('main').getByRole('heading', { level: 2 }).first().textContent()).toBe('和平路夜间路灯不亮');
    await page.keyboard.press('r');
    await eventually(async () => expect(await area().inputValue()).toBe('市民您好：\n'));
    expect(await area().evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });

  it('what is typed is on the server within seconds, and there again after the page has crashed', async () => {
    await page.keyboard.type(answer);
    await page.getByText('已自动保存').waitFor({ timeout: 15_000 });
    const address = page.url();
    const context = page.context();
    await crash(page);
    await page.close();
    page = await context.newPage();
    await page.goto(address);
    await eventually(async () => expect(await area().inputValue()).toBe(`市民您好：\n${answer}`), { timeoutMs: 20_000 });
  });

  it('what is typed while the console is away goes to the server afterwards', async () => {
    await city.platform.kill('console');
    await page.keyboard.press('r');
    await area().press('Control+End');
    await page.keyboard.type('如再有问题，请拨打办公电话。');
    await page.getByText('连接中断，内容已保存在本机，恢复后自动提交草稿').waitFor({ timeout: 15_000 });
    await city.platform.start('console');
    await page.getByText('已自动保存').waitFor({ timeout: 20_000 });
    await page.reload();
    await eventually(async () => expect(await area().inputValue()).toBe(`市民您好：\n${answer}如再有问题，请拨打办公电话。`), { timeoutMs: 20_000 });
  });

  it('Ctrl+Enter submits it for signature, and the next row is at hand', async () => {
    await page.keyboard.press('r');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await drafts(receipts[0]!)).toMatchObject([{ kind: 'reply', state: 'in-sign-off' }]), { timeoutMs: 15_000 });
    await eventually(async () => expect(await focused(page)).toBe(`row-${receipts[1]!.messageId}`));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a second editor is named, and nobody’s words are lost', async () => {
    const [first, second] = Object.values(city.endpoints.people).filter(({ roles, unit }) => roles.includes('web-admin') && unit === city.unit);
    const path = `/queue/${receipts[1]!.messageId}`;
    const mine = await signIn(browser, city, first!.username, path);
    await mine.getByLabel('答复内容').fill('一号泵站抢修，9月18日22时恢复供水。');
    await mine.getByText('已自动保存').waitFor({ timeout: 15_000 });
    await mine.getByLabel('答复内容').press('End');
    await mine.keyboard.type('给您添了不便。');
    const theirs = await signIn(browser, city, second!.username, path);
    await eventually(async () => expect(await theirs.getByLabel('答复内容').inputValue()).toContain('一号泵站'), { timeoutMs: 15_000 });
    await theirs.getByText(/起正在编辑/).waitFor({ timeout: 20_000 });
    await theirs.getByLabel('答复内容').fill('二号泵站抢修，9月18日23时恢复供水。');
    await theirs.getByRole('button', { name: '存草稿' }).press('Enter');
    await mine.getByLabel('答复内容').press('End');
    await mine.keyboard.type('请放心用水。');
    await mine.getByText(/存了第2版/).waitFor({ timeout: 20_000 });
    expect(await mine.getByLabel('答复内容').inputValue()).toContain('请放心用水。');
    await Promise.all([mine, theirs].map((each) => each.context().close()));
  });
});

describe('every screen', () => {
  beforeAll(announceInterview);

  const screens: readonly (readonly [role: string, path: string, heading: string])[] = [
    ['web-admin', '/', '我的工作'], ['web-admin', '/queue', '办理留言'], ['web-admin', '/search', '查找留言'], ['web-admin', '/me', '我的设置'], ['web-admin', '/co-tasks', '协办'], ['web-admin', '/briefings', '归纳上报'],
    ['information-office', '/office/pen', '待分拨'], ['information-office', '/office/returns', '派单异议'], ['information-office', '/office/rulings', '无效认定'], ['information-office', '/office/holds', '待甄别'], ['information-office', '/office/coverage', '信箱与账号名录'], ['information-office', '/office/documents', '政策文件'], ['security-administrator', '/admin/sources', '接入来源'], ['information-office', '/office/coordination', '协办协调'], ['information-office', '/office/gate', '审核发布'],
    ['information-office', '/office/ratings', '评价与二次办理'], ['information-office', '/office/objections', '异议复核'], ['information-office', '/office/identity', '身份查阅'], ['information-office', '/office/transfers', '转出回执'],
    ['information-office', '/office/briefings', '归纳上报'], ['information-office', '/office/sessions', '访谈与座谈会'], ['information-office', '/office/sessions/new', '访谈与座谈会'],
    ['information-office', '/office/sessions/:session', '访谈与座谈会'], ['information-office', '/office/sessions/:session/host', '谈停水'], ['information-office', '/office/sessions/:session/host?question=:question', '谈停水'],
    ['information-office', '/office/sessions/:session/scribe', '谈停水'], ['information-office', '/office/sessions/plan/2026', '在线访谈年度计划'], ['information-office', '/office/forums', '网民座谈会'], ['information-office', '/office/forums/plan', '网民座谈会'], ['information-office', '/office/sessions/:session/close', '谈停水'], ['principal', '/sessions', '本单位访谈'], ['principal', '/sessions/:session', '本单位访谈'],
    ['supervision-office', '/supervision/board', '时限看板'], ['supervision-office', '/supervision/escalations', '实时上报'], ['supervision-office', '/supervision/orders/new', '督办单'],
    ['supervision-office', '/supervision/circulars/new', '通报'], ['supervision-office', '/supervision/referrals', '移送'], ['supervision-office', '/supervision/major-matters', '重大事项'],
    ['supervision-office', '/supervision/hot-issues', '热点问题'], ['supervision-office', '/supervision/statistics', '办理统计'], ['supervision-office', '/supervision/conservation', '件件有交代'], ['supervision-office', '/admin/webhooks', '结果回传'],
    ['security-administrator', '/admin/units', '单位'], ['security-administrator', '/admin/people', '人员'], ['security-administrator', '/admin/channel-keys', '渠道密钥'], ['security-administrator', '/admin/webhooks', '结果回传'],
    ['administrator', '/admin/policies', '时限规则'], ['administrator', '/admin/calendars', '工作日历'],
    ['administrator', '/admin/dead-letters', '被拒绝的事件'], ['administrator', '/admin/review-rules', '审核签发规则'], ['administrator', '/admin/imports', '历史留言导入'], ['auditor', '/admin/audit', '审计日志'],
    ...['web-admin', 'information-office', 'supervision-office', 'administrator', 'security-administrator', 'auditor'].map((role) => [role, '/help', '帮助'] as const),
  ];

  it.each([...new Set(screens.map(([role]) => role))])('of %s says what it is, passes WCAG 2.2 AA and fits a desk and small phones, in forced colours too', async (role) => {
    const page = await signIn(browser, city, personWith(city, role), '/');
    const complaints = complaintsOf(page.context());
    const found: string[] = [];
    for (const [, path, heading] of screens.filter(([whose]) => whose === role)) {
      await page.goto(city.endpoints.services.console + path.replace(':session', interview.session).replace(':question', interview.question));
      await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle').catch(() => {});
      found.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('shows the paper beside its form, and what may be done with it', async () => {
    const { body: order } = await city.call<{ id: string }>('deadline-supervision', '/v1/urging-orders', { as: 'supervision-office', body: { title: '关于小区停水的督办' } });
    const page = await signIn(browser, city, personWith(city, 'supervision-office'), `/supervision/orders/${order.id}`);
    const complaints = complaintsOf(page.context());
    await page.getByRole('button', { name: '保存草稿' }).waitFor();
    await page.frameLocator('iframe[title="督办单的打印页"]').getByText('关于小区停水的督办').first().waitFor({ timeout: 15_000 });
    await page.getByLabel('事由').fill('关于朝阳小区停水的督办');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.frameLocator('iframe[title="督办单的打印页"]').getByText('关于朝阳小区停水的督办').first().waitFor({ timeout: 15_000 });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('comes in small parts: the first has ≤ 260 kB of scripts and ≤ 30 kB of styles, packed', async () => {
    const page = await signIn(browser, city, personWith(city, 'web-admin', city.unit), '/queue');
    await page.getByText('小区停水没有通知').waitFor();
    const loaded = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)");
    const packed = { js: 0, css: 0 };
    for (const address of loaded) {
      const kind = /\.(js|css)$/.exec(address)?.[1] as 'js' | 'css' | undefined;
      if (kind) packed[kind] += gzipSync(await (await page.context().request.get(address)).body()).length;
    }
    expect(packed.js).toBeGreaterThan(50_000);
    expect(packed.js).toBeLessThanOrEqual(260_000);
    expect(packed.css).toBeLessThanOrEqual(30_000);
    await page.context().close();
  });
});

describe('信息办 leads an interview, from its preparation to its end', () => {
  it('coached, opened, its question chosen by a key and answered live, closed with who came', async () => {
    const path = `/office/sessions/${interview.session}`;
    const desk = await signIn(browser, city, personWith(city, 'information-office'), path);
    const complaints = complaintsOf(desk.context());
    const guest = await signIn(browser, city, personWith(city, 'principal', city.unit), `/sessions/${interview.session}`);
    await desk.getByRole('button', { name: '记录辅导' }).click();
    await desk.getByLabel('辅导内容').fill('讲解首问负责制和答复口径。');
    await desk.getByRole('button', { name: '记入' }).click();
    await desk.getByText(/^已辅导，2026年9月18日/).waitFor();

    await city.advanceTo('2026-09-18T17:00:10+08:00');
    await desk.goto(`${city.endpoints.services.console}${path}/host`);
    await desk.getByRole('button', { name: '开始在线访谈' }).click();
    await desk.getByText('正在进行').waitFor();
    await desk.locator(`#row-${interview.question}`).focus();
    await desk.keyboard.press('c');
    await desk.getByRole('status').filter({ hasText: '收到1 = 已选1' }).waitFor();
    await desk.locator(`#row-${interview.question}`).focus();
    await desk.keyboard.press('a');
    await guest.getByRole('region', { name: '请回答' }).getByText('停水为什么不提前通知？').waitFor({ timeout: 15_000 });

    await desk.getByRole('link', { name: '记录' }).click();
    await desk.getByLabel('答复内容').fill('今后停水提前一天在小区公告栏和短信通知。');
    await desk.keyboard.press('Control+Enter');
    await desk.getByRole('heading', { name: '实录（1）' }).waitFor();

    await desk.getByRole('link', { name: '到场情况' }).click();
    await desk.getByRole('button', { name: '结束在线访谈' }).click();
    await desk.getByText('收到1 = 现场已答1').waitFor();
    expect((await city.call('intake', `/v1/sessions/${interview.session}`, { as: 'information-office' })).body).toMatchObject({ state: 'held', opening: { uncoachedReason: null }, closing: { attendedBy: { name: '周明', post: '局长' } } });
    await eventually(async () => expect((await city.call('routing', `/v1/messages/${interview.question}`, { as: 'information-office' })).body).toMatchObject({ state: 'answered' }), { timeoutMs: 20_000 });
    expect(complaints).toEqual([]);
    await Promise.all([desk, guest].map((page) => page.context().close()));
  }, 90_000);
});
