import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, deadlineOverdue } from '@wenzheng/contracts';
import { code, deskOf, Fixture, waterUnit, type Desk } from '../routing.fixture.js';

let fixture: Fixture;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  desk = await deskOf(fixture, await fixture.start());
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

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
    const page = await desk.get(`/${mine}/handling-sheet`, desk.water);
    expect(page.status).toBe(200);
    const words = String(page.body['text']).replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>|— \d+ —/g, '');
    expect(words).toMatch(/网民留言办理单.*一、基本情况.*停水.*二、留言内容.*我家停水三天.*三、办理经过.*受理登记.*分派.*提交答复.*四、答复.*（审核中）：.*已于今日恢复供水。.*五、办理意见.*拟办/s);
    expect(code(await desk.get(`/${mine}/handling-sheet?format=pdf`, desk.water))).toEqual([503, 'paper-fonts-missing']);
    expect(code(await desk.get(`/${await fixture.registered({ title: '路灯', text: '不亮' })}/handling-sheet`, desk.water))).toEqual([403, 'routing.not-your-unit']);
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
