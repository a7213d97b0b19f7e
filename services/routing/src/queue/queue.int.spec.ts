import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, deadlineOverdue, messageRated, objectionFiled, urgingOrderClosed, urgingOrderServed } from '@wenzheng/contracts';
import { call, code, deskOf, Fixture, published, waterUnit, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

/** Its words as one, without breaks of lines. */
async function sheetOf(messageId: string): Promise<string> {
  const page = await desk.get(`/${messageId}/handling-sheet`, desk.water);
  expect(page.status).toBe(200);
  return String(page.body['text']).replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>|— \d+ —/g, '');
}

describe('a web admin', () => {
  it("sees the own unit's messages and no others", async () => {
    const mine = await fixture.registered();
    const theirs = await fixture.registered({ title: '路灯', text: '不亮' });
    const list = await desk.get('?limit=200', desk.water);
    const ids = (list.body['items'] as { messageId: string; unit: { code: string } }[]).map((item) => item.messageId);
    expect(ids).toContain(mine);
    expect(ids).not.toContain(theirs);
    expect((await desk.get(`/${mine}`, desk.water)).status).toBe(200);
    expect(code(await desk.get(`/${theirs}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await desk.get('?unit=roads', desk.water))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await desk.get(`/${randomUUID()}`, desk.water))).toEqual([404, 'routing.unknown-message']);
    expect(code(await desk.reply(theirs))).toEqual([403, 'routing.not-your-unit']);
  });

  it('prints the own unit’s 办理单, with what was asked, done and answered', async () => {
    const mine = await fixture.registered();
    expect((await desk.reply(mine, desk.water, { text: '已于今日恢复供水。' })).status).toBe(201);
    const words = await sheetOf(mine);
    expect(words).toContain('，公开');
    expect(words).toContain('办理中');
    expect(words).toMatch(/网民留言办理单.*一、基本情况.*停水.*二、留言内容.*我家停水三天.*三、办理经过.*受理登记.*分派.*提交答复.*四、答复.*（审核中）：.*已于今日恢复供水。.*五、办理意见.*拟办/s);
    expect(code(await desk.get(`/${mine}/handling-sheet?format=pdf`, desk.water))).toEqual([409, 'paper-fonts-missing']);
    expect(code(await desk.get(`/${await fixture.registered({ title: '路灯', text: '不亮' })}/handling-sheet`, desk.water))).toEqual([403, 'routing.not-your-unit']);
  });

  it('prints in the 办理单 every turn of the handling: merges, urging orders, rulings and what became of them, 二次办理', async () => {
    const [messageId, other] = [await fixture.registered(), await fixture.registered()];
    const at = (hour: number) => fixture.clock.set(`2026-11-24T${String(hour).padStart(2, '0')}:00:00+08:00`);
    at(9);
    expect((await desk.post(other, 'merges', desk.office, { into: messageId, reason: '反映同一处管道' })).status).toBe(201);
    at(10);
    expect((await desk.post(other, 'unmerges', desk.office, { reason: '另有单独的诉求' })).status).toBe(201);
    const event = (sequence: number) => ({ subject: messageId, sequence, time: fixture.clock.now() });
    const order = { urgingOrderId: randomUUID(), messageId };
    await fixture.deliver(
      createEvent(urgingOrderServed, { ...event(10), data: { ...order, number: '淮督〔2026〕1号', title: '督办', unit: waterUnit, coUnits: [], answerBy: '2026-11-30', servedAt: '2026-11-24T03:00:00.000Z' } }),
      createEvent(urgingOrderClosed, { ...event(11), data: { ...order, outcome: 'accepted', closedAt: '2026-11-24T04:00:00.000Z' } }),
    );
    at(13);
    const ruling = await desk.post(messageId, 'rulings', desk.office, { ruling: 'invalid', ground: 'petition-closed', reason: '该信访事项已办结', guidance: '可申请复查' });
    const objectionId = randomUUID();
    await fixture.deliver(createEvent(objectionFiled, { ...event(2), data: { messageId, objectionId, rulingId: String(ruling.body['rulingId']), text: '这是新的事项', filedAt: '2026-11-24T06:00:00.000Z' } }));
    at(15);
    const colleague = await fixture.token('information-office', { sub: 'colleague' });
    expect((await call(`${replica.url}/v1/objections/${objectionId}/decisions`, { token: colleague, body: { outcome: 'upheld', reason: '复核认为事项不同' } })).status).toBe(201);
    at(16);
    const { body } = await desk.reply(messageId);
    await fixture.deliver(published(messageId, String(body['replyId'])));
    const ratingId = randomUUID();
    await fixture.deliver(createEvent(messageRated, { ...event(3), data: { messageId, ratingId, rating: 'dissatisfied', reason: '水压还是很低', afterContactReading: true, ratedAt: '2026-11-24T10:30:00.000Z' } }));
    at(19);
    expect((await call(`${replica.url}/v1/ratings/${ratingId}/decisions`, { token: desk.office, body: { decision: 'order', reason: '请核实水压' } })).status).toBe(201);
    at(20);
    expect((await desk.reply(messageId, desk.water, { text: '已加装增压泵。', renews: true, result: 'resolved' })).status).toBe(201);
    const words = await sheetOf(messageId);
    const turns = [
      '并入本件：反映同一处管道', '撤销WZ\\d+并入本件：另有单独的诉求', '督办单淮督〔2026〕1号送达：督办', '督办单淮督〔2026〕1号审结', '认定为无效问题（信访事项已经办结）：该信访事项已办结', '留言人提出异议',
      '异议成立，恢复办理：复核认为事项不同', '市水务局提交答复', '审核通过，已发布', '责成市水务局二次办理，应于2026年11月27日前答复：请核实水压', '市水务局提交二次办理答复',
    ];
    expect(words).toMatch(new RegExp(turns.join('.*'), 's'));
    expect(await sheetOf(other)).toMatch(/并入WZ\d+：反映同一处管道.*撤销并入WZ\d+：另有单独的诉求/s);
  });

  it('of a private message prints that its writer was answered, not that the answer was published', async () => {
    const messageId = await fixture.registered({ visibility: 'private' });
    const { body } = await desk.reply(messageId);
    await fixture.deliver(published(messageId, String(body['replyId']), { visibility: 'private' }));
    const words = await sheetOf(messageId);
    expect(words).toMatch(/，不公开.*不公开答复.*审核通过，已答复留言人/s);
    expect(words).not.toContain('已发布');
  });

  it('of no unit sees nothing at all', async () => {
    expect(code(await desk.get('', await fixture.token('web-admin')))).toEqual([403, 'routing.not-your-unit']);
  });

  it('sees nothing in the holding pen, which the offices read with its reason and due instant', async () => {
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    expect(code(await desk.get(`/${messageId}`, desk.water))).toEqual([403, 'routing.not-your-unit']);
    for (const token of [desk.office, desk.supervision]) {
      const { body } = await desk.get('?state=holding-pen&limit=200', token);
      const item = (body['items'] as { messageId: string }[]).find((one) => one.messageId === messageId);
      expect(item).toMatchObject({ state: 'holding-pen', unit: null, holdingPen: { reason: 'no-remit', dueAt: '2026-11-24T16:00:00.000Z' } });
    }
  });

  it('finds what is due first at the head of the queue, page by page', async () => {
    const dues = ['2026-12-03', '2026-12-01', '2026-12-02'];
    for (const replyDueOn of dues) {
      const messageId = await fixture.registered({ addressedUnit: 'parks' });
      const data = {
        messageId,
        channel: 'board' as const,
        registeredAt: '2026-11-23T01:00:00.000Z',
        replyDueOn,
        finalDueOn: '2026-12-07',
        provisional: false,
        policyVersion: '1',
        calendarVersion: '1',
      };
      await fixture.deliver(createEvent(deadlineOpened, { subject: messageId, sequence: 1, time: new Date(), data }));
    }
    await fixture.registered({ addressedUnit: 'parks' });
    const parks = await fixture.token('web-admin', { unit: 'parks' });
    const seen: (string | null)[] = [];
    let after = '';
    for (let page = 0; page < 4; page += 1) {
      const { body } = await desk.get(`?limit=1${after}`, parks);
      seen.push(...(body['items'] as { deadline: { replyDueOn: string | null } }[]).map((item) => item.deadline.replyDueOn));
      after = `&after=${String(body['next'])}`;
      if (page === 3) expect(body['next']).toBeNull();
    }
    expect(seen).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', null]);
    expect(code(await desk.get('?after=nonsense', parks))).toEqual([400, 'routing.invalid-cursor']);
  });
});

describe('a list', () => {
  const idsOf = async (query: string, token = desk.office) => ((await desk.get(`?limit=200${query}`, token)).body['items'] as { messageId: string }[]).map(({ messageId }) => messageId);

  it('holds what was asked for: by channel, kind, number, and what is overdue now', async () => {
    const [letter, post, late] = [await fixture.registered({ channel: 'mailbox' }), await fixture.registered({ kind: 'thanks' }), await fixture.registered()];
    expect(await idsOf('&channel=mailbox')).toEqual([letter]);
    expect(await idsOf('&kind=thanks')).toEqual([post]);
    expect(await idsOf('&channel=mailbox&kind=thanks')).toEqual([]);
    const { body } = await desk.get(`/${late}`, desk.office);
    expect(await idsOf(`&number=${String(body['messageNumber'])}`)).toEqual([late]);
    expect(await idsOf(`&number=${String(body['messageNumber'])}`, desk.roads)).toEqual([]);
    const of = (sequence: number) => ({ subject: late, sequence, time: fixture.clock.now() });
    const due = { replyDueOn: '2026-11-26', finalDueOn: '2026-12-07' };
    await fixture.deliver(createEvent(deadlineOverdue, { ...of(2), data: { messageId: late, unit: waterUnit, overdueSince: '2026-11-26T16:00:00.000Z', ...due } }));
    expect(await idsOf('&overdue=true')).toEqual([late]);
    expect(await idsOf('&overdue=true&unit=roads')).toEqual([]);
  });

  it.each(['channel=pigeon', 'kind=mood', 'overdue=false', 'state=lost', 'mood=calm'])('with %s is refused, and the parameter named', async (query) => {
    const { status, body } = await desk.get(`?${query}`, desk.office);
    expect([status, body['code']]).toEqual([400, 'invalid-request']);
    expect((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([`/${query.split('=')[0]}`]);
  });
});
