import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, deadlineOpened, extensionNoticePublished, replyPublished, replyReturned, type EventEnvelope } from '@wenzheng/contracts';
import { call, Fixture, type Answer, type Replica } from '../fixture.spec.js';

let fixture: Fixture;
let replica: Replica;
let office: string;
let supervision: string;
let water: string;
let roads: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  [office, supervision, water, roads] = await Promise.all([
    fixture.token('information-office', undefined, 'office'),
    fixture.token('supervision-office'),
    fixture.token('web-admin', 'water', 'water-admin'),
    fixture.token('web-admin', 'roads', 'roads-admin'),
  ]);
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

const post = (messageId: string, what: string, token: string, body: object, key?: string): Promise<Answer> =>
  call(`${replica.url}/v1/messages/${messageId}/${what}`, { token, body, headers: key ? { 'idempotency-key': key } : {} });
const get = (path: string, token: string): Promise<Answer> => call(`${replica.url}/v1/messages${path}`, { token });
const reply = (messageId: string, token = water, body: object = { text: '已修复。' }, key?: string) => post(messageId, 'replies', token, body, key);
const assign = (messageId: string, unit: string, token = office) => post(messageId, 'assignments', token, { unit });
const giveBack = (messageId: string, token = water) => post(messageId, 'returns', token, { reason: '不属本单位职责', suggestedUnit: 'roads' });
const code = (answer: Answer) => [answer.status, answer.body['code']];

const unit = { code: 'water', name: '市水务局' };
function published(messageId: string, replyId: string, changes: { interim?: boolean; visibility?: 'public' | 'private'; sequence?: number } = {}): EventEnvelope {
  const at = '2026-11-24T10:00:00.000Z';
  const { interim = false, visibility = 'public', sequence = 1 } = changes;
  const data = { messageId, replyId, unit, visibility, interim, submittedAt: at, publishedAt: at, path: '/messages/1', text: '已修复。', historical: false };
  return createEvent(replyPublished, { subject: messageId, sequence, time: new Date(at), data });
}
function returned(messageId: string, replyId: string): EventEnvelope {
  const data = { messageId, replyId, unit, returnedAt: '2026-11-24T10:00:00.000Z', reasons: ['too-short'] };
  return createEvent(replyReturned, { subject: messageId, sequence: 1, time: new Date(), data });
}

describe('a web admin', () => {
  it("sees the own unit's messages and no others", async () => {
    const mine = await fixture.registered();
    const theirs = await fixture.registered({ title: '路灯', text: '不亮' });
    const list = await get('?limit=200', water);
    const ids = (list.body['items'] as { messageId: string; unit: { code: string } }[]).map((item) => item.messageId);
    expect(ids).toContain(mine);
    expect(ids).not.toContain(theirs);
    expect((await get(`/${mine}`, water)).status).toBe(200);
    expect(code(await get(`/${theirs}`, water))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await get('?unit=roads', water))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await get(`/${randomUUID()}`, water))).toEqual([404, 'routing.unknown-message']);
    expect(code(await reply(theirs))).toEqual([403, 'routing.not-your-unit']);
  });

  it('of no unit sees nothing at all', async () => {
    expect(code(await get('', await fixture.token('web-admin')))).toEqual([403, 'routing.not-your-unit']);
  });

  it('sees nothing in the holding pen, which the offices read with its reason and due instant', async () => {
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    expect(code(await get(`/${messageId}`, water))).toEqual([403, 'routing.not-your-unit']);
    for (const token of [office, supervision]) {
      const { body } = await get('?state=pen&limit=200', token);
      const item = (body['items'] as { messageId: string }[]).find((one) => one.messageId === messageId);
      expect(item).toMatchObject({ state: 'pen', unit: null, pen: { reason: 'no-remit', dueAt: '2026-11-24T16:00:00.000Z' } });
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
      await fixture.publish(createEvent(deadlineOpened, { subject: messageId, sequence: 1, time: new Date(), data }));
    }
    await fixture.registered({ addressedUnit: 'parks' });
    const parks = await fixture.token('web-admin', 'parks');
    const seen: (string | null)[] = [];
    let after = '';
    for (let page = 0; page < 4; page += 1) {
      const { body } = await get(`?limit=1${after}`, parks);
      seen.push(...(body['items'] as { deadline: { replyDueOn: string | null } }[]).map((item) => item.deadline.replyDueOn));
      after = `&after=${String(body['next'])}`;
      if (page === 3) expect(body['next']).toBeNull();
    }
    expect(seen).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', null]);
    expect(code(await get('?after=nonsense', parks))).toEqual([400, 'routing.invalid-cursor']);
  });
});

describe('a reply', () => {
  it('is signed by the unit and stamped by the clock, and waits in review until it is published (R09)', async () => {
    const messageId = await fixture.registered();
    fixture.clock.set('2026-11-24T15:30:00+08:00');
    const answer = await reply(messageId);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/messages/${messageId}`);
    expect(answer.body).toMatchObject({ unit, interim: false, submittedAt: '2026-11-24T07:30:00.000Z' });
    const [event] = await fixture.events('routing.reply.submitted.v1', messageId);
    expect(event).toMatchObject({ sequence: 2, data: { unit, text: '已修复。', submittedAt: '2026-11-24T07:30:00.000Z', historical: false } });
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ state: 'in-review', replies: [{ review: 'in-review' }] });
    expect(code(await reply(messageId))).toEqual([409, 'routing.reply-in-review']);
    await fixture.publish(published(messageId, String(answer.body['replyId'])));
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ state: 'answered', ending: 'publicly-answered', replies: [{ review: 'published' }] });
    expect(code(await reply(messageId))).toEqual([409, 'routing.already-answered']);
  });

  it('to a private message answers it privately', async () => {
    const messageId = await fixture.registered({ visibility: 'private' });
    const answer = await reply(messageId);
    await fixture.publish(published(messageId, String(answer.body['replyId']), { visibility: 'private' }));
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ ending: 'privately-answered' });
  });

  it('that the gate returned can be written anew', async () => {
    const messageId = await fixture.registered();
    const first = await reply(messageId);
    await fixture.publish(returned(messageId, String(first.body['replyId'])));
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ state: 'assigned', replies: [{ review: 'returned', reasons: ['too-short'] }] });
    expect((await reply(messageId)).status).toBe(201);
  });

  it('that is interim neither blocks nor ends anything', async () => {
    const messageId = await fixture.registered();
    const interim = await reply(messageId, water, { text: '已收到，正在核查。', interim: true });
    await fixture.publish(published(messageId, String(interim.body['replyId']), { interim: true }));
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ state: 'assigned', ending: 'open' });
    expect((await reply(messageId)).status).toBe(201);
    expect((await reply(messageId, water, { text: '还在核查。', interim: true })).status).toBe(201);
  });

  it.each([
    ['empty', { text: '' }],
    ['blank', { text: ' \n　' }],
    ['too long', { text: '长'.repeat(20_001) }],
    ['holding U+0000', { text: 'a\u0000b' }],
    ['holding a lone surrogate', { text: 'a\ud800' }],
    ['signed by a person (R09)', { text: '已修复。', signedBy: '张三' }],
    ['without text', {}],
  ])('%s is refused', async (_, body) => {
    const messageId = await fixture.registered();
    expect(code(await reply(messageId, water, body))).toEqual([400, 'invalid-request']);
  });

  it('of 20,000 characters is taken', async () => {
    expect((await reply(await fixture.registered(), water, { text: '长'.repeat(20_000) })).status).toBe(201);
  });

  it('sent twice at the same moment is submitted once', async () => {
    const messageId = await fixture.registered();
    const answers = await Promise.all(Array.from({ length: 8 }, () => reply(messageId)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toHaveLength(1);
  });
});

describe('the same Idempotency-Key', () => {
  it('of the same caller gives the same answer, and happens once', async () => {
    const messageId = await fixture.registered();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => reply(messageId, water, { text: '一' }, key)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toHaveLength(1);
  });

  it('still answers after the message has left the unit', async () => {
    const messageId = await fixture.registered();
    const key = randomUUID();
    const first = await post(messageId, 'returns', water, { reason: '不属本单位职责' }, key);
    const second = await post(messageId, 'returns', water, { reason: '不属本单位职责' }, key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('for another request is refused, and of another caller is another key', async () => {
    const [one, two, three] = [await fixture.registered(), await fixture.registered(), await fixture.registered({ addressedUnit: 'roads' })];
    const key = randomUUID();
    expect((await reply(one, water, { text: '一' }, key)).status).toBe(201);
    expect(code(await reply(two, water, { text: '一' }, key))).toEqual([409, 'routing.idempotency-key-reused']);
    expect(code(await reply(one, water, { text: '二' }, key))).toEqual([409, 'routing.idempotency-key-reused']);
    expect((await reply(three, roads, { text: '一' }, key)).status).toBe(201);
    expect(await fixture.events('routing.reply.submitted.v1', two)).toEqual([]);
  });

  it('must be printable', async () => {
    expect(code(await reply(await fixture.registered(), water, { text: '一' }, 'a b'))).toEqual([400, 'invalid-request']);
  });
});

describe('a return', () => {
  it('puts the message back into the holding pen with the reason and the suggested unit', async () => {
    const messageId = await fixture.registered();
    const answer = await giveBack(messageId);
    expect([answer.status, answer.body['returns']]).toEqual([201, 1]);
    const [event] = await fixture.events('routing.message.returned.v1', messageId);
    expect(event).toMatchObject({ sequence: 2, data: { unit, reason: '不属本单位职责', suggestedUnit: { code: 'roads', name: '市交通局' } } });
    expect((await get(`/${messageId}`, office)).body).toMatchObject({ state: 'pen', pen: { reason: 'returned' }, returns: 1 });
    expect(code(await giveBack(messageId))).toEqual([403, 'routing.not-your-unit']);
  });

  it.each([
    ['in the last second of the next working day', '2026-11-24T23:59:59+08:00', 201, undefined],
    ['at midnight after it', '2026-11-25T00:00:00+08:00', 409, 'routing.return-window-closed'],
  ])('%s', async (_, now, status, problem) => {
    const messageId = await fixture.registered();
    fixture.clock.set(now);
    expect(code(await giveBack(messageId))).toEqual([status, problem]);
  });

  it('across the National Day holiday is in time on the first working day after it', async () => {
    fixture.clock.set('2026-09-30T16:00:00+08:00');
    const messageId = await fixture.registered({ registeredAt: '2026-09-30T15:59:00+08:00' });
    fixture.clock.set('2026-10-08T20:00:00+08:00');
    expect((await giveBack(messageId)).status).toBe(201);
  });

  it("of an interview's question is refused, and the attempt stays for the supervision office to see (R18)", async () => {
    const messageId = await fixture.registered({ channel: 'interview', sessionId: 's1' });
    expect(code(await giveBack(messageId))).toEqual([409, 'routing.first-asked-unit-cannot-return']);
    expect((await get(`/${messageId}`, supervision)).body).toMatchObject({
      state: 'assigned',
      returns: 0,
      returnHistory: [{ accepted: false, unit, reason: '不属本单位职责' }],
    });
    expect(await fixture.events('routing.message.returned.v1', messageId)).toEqual([]);
  });

  it('is not possible while a reply is in review, and may suggest only units of the registry', async () => {
    const messageId = await fixture.registered();
    expect(code(await post(messageId, 'returns', water, { reason: '不', suggestedUnit: 'nowhere' }))).toEqual([422, 'routing.unit-not-in-registry']);
    await reply(messageId);
    expect(code(await giveBack(messageId))).toEqual([409, 'routing.reply-in-review']);
  });
});

describe('the information office', () => {
  it('assigns from the pen and re-assigns, with its reason', async () => {
    const messageId = await fixture.registered({ title: '您好', text: '请问' });
    expect((await assign(messageId, 'water')).status).toBe(201);
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ state: 'assigned', pen: null, assignedBy: 'office' });
    expect(code(await assign(messageId, 'water'))).toEqual([409, 'routing.already-assigned']);
    expect((await post(messageId, 'assignments', office, { unit: 'roads', reason: '路面问题' })).status).toBe(201);
    const events = await fixture.events('routing.message.assigned.v1', messageId);
    expect(events.map(({ sequence, data }) => [sequence, data['by'], data['reason']])).toEqual([
      [1, 'office', '信息办分派'],
      [2, 'office', '路面问题'],
    ]);
    expect(code(await get(`/${messageId}`, water))).toEqual([403, 'routing.not-your-unit']);
  });

  it('designates after the second return, and that is final', async () => {
    const messageId = await fixture.registered();
    await giveBack(messageId);
    await assign(messageId, 'roads');
    await giveBack(messageId, roads);
    expect((await get(`/${messageId}`, office)).body).toMatchObject({ state: 'pen', pen: { reason: 'returned-twice' }, returns: 2 });
    const answer = await assign(messageId, 'water');
    expect(answer.body).toMatchObject({ designated: true, reason: '信息办指定承办' });
    expect(await fixture.events('routing.message.designated.v1', messageId)).toMatchObject([{ sequence: 5, data: { unit } }]);
    expect(await fixture.events('routing.message.assigned.v1', messageId)).toHaveLength(2);
    expect(code(await giveBack(messageId))).toEqual([409, 'routing.designation-is-final']);
  });

  it('cannot send a report of wrongdoing to the unit complained of, nor below it', async () => {
    const messageId = await fixture.registered({ kind: 'report', addressedUnit: '市水务局' });
    for (const target of ['water', 'water.plant']) {
      expect(code(await assign(messageId, target))).toEqual([409, 'routing.report-against-this-unit']);
    }
    expect(code(await get(`/${messageId}`, water))).toEqual([403, 'routing.not-your-unit']);
    expect((await assign(messageId, 'city')).status).toBe(201);
  });

  it.each([
    ['empty', 409, 'routing.unit-without-web-admin'],
    ['nowhere', 422, 'routing.unit-not-in-registry'],
  ])('cannot assign to %s (R02)', async (target, status, problem) => {
    expect(code(await assign(await fixture.registered(), target))).toEqual([status, problem]);
  });

  it('moves neither a message with a reply in review nor an answered one', async () => {
    const messageId = await fixture.registered();
    const answer = await reply(messageId);
    expect(code(await assign(messageId, 'roads'))).toEqual([409, 'routing.reply-in-review']);
    await fixture.publish(published(messageId, String(answer.body['replyId'])));
    expect(code(await assign(messageId, 'roads'))).toEqual([409, 'routing.already-answered']);
  });
});

describe('an extension', () => {
  const extend = (messageId: string, newDueOn: string) => post(messageId, 'extensions', water, { reason: '需要更换管道', newDueOn });

  it('within three working days is timely, and takes effect when its notice is public (R10)', async () => {
    const messageId = await fixture.registered();
    fixture.clock.set('2026-11-26T23:59:59+08:00');
    const answer = await extend(messageId, '2026-12-07');
    expect([answer.status, answer.body['timely']]).toEqual([201, true]);
    expect(await fixture.events('routing.extension.submitted.v1', messageId)).toMatchObject([{ data: { newDueOn: '2026-12-07', unit } }]);
    const at = '2026-11-27T02:00:00.000Z';
    const data = { messageId, extensionId: String(answer.body['extensionId']), unit, reason: '需要更换管道', newDueOn: '2026-12-07', submittedAt: at, publishedAt: at };
    await fixture.publish(createEvent(extensionNoticePublished, { subject: messageId, sequence: 1, time: new Date(), data }));
    expect((await get(`/${messageId}`, water)).body).toMatchObject({ extensions: [{ timely: true, newDueOn: '2026-12-07', publishedAt: at }] });
    expect(code(await extend(messageId, '2026-12-04'))).toEqual([409, 'routing.extension-exists']);
  });

  it('later is recorded, shown, and cures nothing (R10)', async () => {
    const messageId = await fixture.registered();
    fixture.clock.set('2026-11-27T00:00:00+08:00');
    const answer = await extend(messageId, '2026-12-07');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ timely: false, note: { zh: expect.stringContaining('不改变应答复日') } });
    expect(await fixture.events('routing.extension.submitted.v1', messageId)).toHaveLength(1);
  });

  it.each([
    ['beyond ten working days (R11)', '2026-12-08', 422, 'routing.extension-beyond-cap'],
    ['to a Sunday', '2026-12-06', 422, 'routing.extension-not-a-working-day'],
    ['to the day on which the reply is due anyway', '2026-11-26', 422, 'routing.extension-not-later'],
    ['to a date that does not exist', '2026-02-30', 400, 'invalid-request'],
  ])('%s is refused', async (_, newDueOn, status, problem) => {
    const answer = await extend(await fixture.registered(), newDueOn);
    expect(code(answer)).toEqual([status, problem]);
    if (problem === 'routing.extension-beyond-cap') expect(answer.body['detail']).toContain('2026-12-07');
  });
});
