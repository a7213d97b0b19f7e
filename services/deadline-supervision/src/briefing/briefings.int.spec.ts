import { afterAll, beforeAll, expect, describe, it } from '@jest/globals';
import { Fixture, housing, Life, unitKnown, water, type Replica } from '../deadline-supervision.fixture.js';
import { wordsOf } from '../documents/paper/words.fixture.js';
import { Briefings } from './briefings.service.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-25T15:00:00+08:00');
  replica = await fixture.start();
  await fixture.start();
  await replica.handle(unitKnown(housing), unitKnown(water));
  for (const [channel, kind, day, unit] of letters) {
    const life = new Life();
    await replica.handle(life.registered(`2026-09-${day}T10:00:00+08:00`, { channel, kind }), life.assigned(`2026-09-${day}T10:01:00+08:00`, unit));
    if (kind === 'suggestion') {
      const replyId = '0199f0a2-7c11-7a55-9a3e-0d7f5a3c2e' + day;
      await replica.handle(life.submitted('2026-09-21T09:00:00+08:00', replyId, { unit }), life.published('2026-09-21T09:00:00+08:00', '2026-09-21T10:00:00+08:00', replyId, { unit }));
    }
  }
});
afterAll(() => fixture.drop());

const letters = [
  ['mailbox', 'suggestion', '18', housing],
  ['mailbox', 'complaint', '18', housing],
  ['mailbox', 'complaint', '20', housing],
  ['microblog', 'opinion', '18', housing],
  ['mailbox', 'inquiry', '18', water],
  ['board', 'complaint', '18', housing],
] as const;
const office = { role: 'information-office' as const, sub: 'office' };
const clerk = { role: 'web-admin' as const, unit: housing.code, sub: 'wang' };
const [september, address] = ['/v1/briefings?month=2026-09', `/v1/briefings/2026-09/mailbox/${housing.code}`];
const submit = (summary = '建议集中在供暖，拟于十月前完成检修。', who: object = clerk) => replica.call(`${address}/submissions`, { ...who, body: { summary } });
const shown = async (path: string, who: object) => {
  const { body } = await replica.call(path, who);
  const line = (body['items'] as typeof body[])?.[0] ?? body;
  return (line['allowedActions'] as { action: string; reason: { code: string } | null }[]).map(({ action, reason }) => [action, reason?.code.replace('deadline-supervision.briefing-', '') ?? null]);
};
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body['code']];

describe('归纳上报 (R26, R35)', () => {
  it('counts what came into each mailbox and account, and nothing of other channels', async () => {
    const { body } = await replica.call(september, office);
    expect(body['items']).toMatchObject([
      { channel: 'mailbox', unit: housing, state: 'collecting', dueOn: '2026-10-13', late: false, figures: { registered: 3, answered: 1, ended: 0, open: 2, overdue: 2, kinds: [{ kind: 'complaint', messages: 2 }, { kind: 'suggestion', messages: 1 }] } },
      { channel: 'mailbox', unit: water, figures: { registered: 1 } },
      { channel: 'microblog', unit: housing, figures: { registered: 1, kinds: [{ kind: 'opinion', messages: 1 }] } },
    ]);
    const first = await replica.call(`${september}&limit=1`, office);
    const rest = await replica.call(`${september}&after=${encodeURIComponent(String(first.body['next']))}`, office);
    expect([first.body['items'], rest.body['items']].map((items) => (items as unknown[]).length)).toEqual([1, 2]);
    expect((await replica.call(`${september}&state=missing`, office)).body['items']).toEqual([]);
  });

  it('names what several of them speak of', async () => {
    const lives = [new Life(), new Life(), new Life()];
    for (const [person, life] of lives.entries()) {
      await replica.handle(life.registered('2026-09-22T10:00:00+08:00', { channel: 'microblog', title: '魅力之城小区油烟扰民', text: '魅力之城小区楼下烧烤油烟扰民', authorHash: String(person).repeat(64) }), life.assigned('2026-09-22T10:01:00+08:00', water));
    }
    const microblog = `/v1/briefings/2026-09/microblog/${water.code}`;
    expect((await replica.call(microblog, office)).body['themes']).toMatchObject([{ theme: expect.stringMatching(/./), messages: 3, people: 3 }]);
  });

  it('is the own unit’s alone, and nobody’s before the month is over', async () => {
    expect(await shown(address, clerk)).toEqual([['submit', 'month-not-over']]);
    expect(codeOf(await submit())).toEqual([409, 'deadline-supervision.briefing-month-not-over']);
    const stranger = { ...clerk, unit: water.code };
    expect(codeOf(await replica.call(address, stranger))).toEqual([403, 'deadline-supervision.own-unit-only']);
    expect(codeOf(await submit(undefined, stranger))).toEqual([403, 'deadline-supervision.own-unit-only']);
    expect((await replica.call(september, clerk)).body['items']).toMatchObject([{ channel: 'mailbox', unit: housing }, { channel: 'microblog', unit: housing }]);
    expect((await replica.call('/v1/briefings/2026-08/mailbox/city.housing', office)).status).toBe(404);
    expect((await replica.call('/v1/briefings?month=2026-13', office)).status).toBe(400);
  });

  it('is missing once it is due and was not sent up; sent up it stands, whatever comes later', async () => {
    await fixture.until('2026-10-14T09:00:00');
    const briefings = replica.app.get(Briefings);
    expect(await briefings.missing()).toBe(4);
    expect((await replica.call(`${september}&state=missing`, office)).body['items']).toHaveLength(4);
    const [one, again] = [await submit(), await submit()];
    expect([one.status, again.status]).toEqual([201, 200]);
    expect(one.body).toMatchObject({ state: 'submitted', late: true, figures: { registered: 3 }, summary: '建议集中在供暖，拟于十月前完成检修。' });
    expect(again.body).toEqual(one.body);
    expect(codeOf(await submit('另一份'))).toEqual([409, 'deadline-supervision.briefing-submitted']);
    const late = new Life();
    await replica.handle(late.registered('2026-09-30T10:00:00+08:00', { channel: 'mailbox' }), late.assigned('2026-09-30T10:01:00+08:00', housing));
    expect((await replica.call(address, clerk)).body).toEqual(one.body);
    expect(await briefings.missing()).toBe(3);
  });

  it('is given back with a reason and sent up anew, then received, each once', async () => {
    const giveBack = () => replica.call(`${address}/returns`, { ...office, body: { reason: '请补充办理建议' } });
    expect([(await giveBack()).status, (await giveBack()).status]).toEqual([201, 200]);
    expect((await replica.call(address, clerk)).body).toMatchObject({ state: 'returned', reason: '请补充办理建议', figures: { registered: 4 } });
    expect([await shown(address, clerk), await shown(september, office)]).toEqual([[['submit', null]], [['receive', 'not-submitted'], ['return', 'not-submitted']]]);
    expect((await submit('已补充，联系人13812345678。')).body).toMatchObject({ state: 'submitted', reason: null, summary: '已补充，联系人〔手机号已隐去〕。', figures: { registered: 4 } });
    expect([await shown(september, clerk), await shown(address, office)]).toEqual([[['submit', 'submitted']], [['receive', null], ['return', null]]]);
    expect(await shown(address, { ...clerk, role: 'reviewer' })).toEqual([]);
    const receive = () => replica.call(`${address}/receipts`, { ...office, body: {} });
    const together = await Promise.all([receive(), receive()]);
    expect(together.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(codeOf(await giveBack())).toEqual([409, 'deadline-supervision.briefing-not-submitted']);
    const paper = wordsOf(String((await replica.call(`${address}/print`, clerk)).body['text']));
    expect(paper).toContain('关于2026年9月电子信箱留言归纳情况的报告');
    expect(paper).toMatch(/信息办：.*数据截至2026年10月14日.*共受理留言4件，已答复1件.*投诉3.*合计4.*三、归纳意见.*〔手机号已隐去〕.*特此报告。/s);
    expect(paper).not.toContain('草稿');
    expect(wordsOf(String((await replica.call(`/v1/briefings/2026-09/mailbox/${water.code}/print`, office)).body['text']))).toMatch(/（草稿）.*共受理留言1件.*二、反映集中的问题.*特此报告。/s);
    expect(codeOf(await replica.call(`/v1/briefings/2026-09/mailbox/${water.code}/print`, clerk))).toEqual([403, 'deadline-supervision.own-unit-only']);
    const log = await replica.call('/v1/audit-log?about=2026-09%20mailbox%20city.housing', { role: 'auditor', sub: 'audit' });
    expect((log.body['items'] as { did: string; before: object; after: object }[]).map(({ did, before, after }) => [did, before, after])).toEqual([
      ['briefing.submitted', { state: 'missing' }, { state: 'submitted' }],
      ['briefing.returned', { state: 'submitted' }, { state: 'returned' }],
      ['briefing.submitted', { state: 'returned' }, { state: 'submitted' }],
      ['briefing.received', { state: 'submitted' }, { state: 'received' }],
    ]);
  });
});
