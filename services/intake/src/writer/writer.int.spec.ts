import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEvent, messageRated, messageRegistered, messageRuledInvalid, messageTransferred, messageWithdrawn, objectionDecided, objectionFiled, replyPublished, identityRequestDecided, type Ending, type EventData, type EventEnvelope,
} from '@wenzheng/contracts';
import fc from 'fast-check';
import { call, Fixture, message, pushMessage, type Answer, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

interface Writer {
  messageId: string;
  ticket: string;
}
let pushed = 0;
async function writer(): Promise<Writer> {
  pushed += 1;
  const { body } = await pushMessage(intake, message(`w-${pushed}`, { author: { externalId: 'a', displayName: '张喆' } }));
  const { body: query } = await call(`${intake.url}/v1/queries`, { body: { number: body['messageNumber'], trackingCode: body['trackingCode'] } });
  return { messageId: String(body['messageId']), ticket: String(query['ticket']) };
}
const act = ({ messageId, ticket }: Writer, what: string, body: object): Promise<Answer> => call(`${intake.url}/v1/messages/${messageId}/${what}`, { token: ticket, body });
const endingOf = async ({ messageId }: Writer): Promise<Ending> =>
  (await fixture.dataSource.query<{ ending: Ending }[]>('SELECT ending FROM message WHERE message_id = $1', [messageId]))[0]!.ending;

const about = (messageId: string) => ({ subject: messageId, sequence: 1, time: new Date('2026-11-24T02:00:00Z') });
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T02:00:00.000Z`;
const ruled = (messageId: string, rulingId: string, ruledAt = day(24)) =>
  createEvent(messageRuledInvalid, { ...about(messageId), data: { messageId, rulingId, proposedBy: null, ground: 'advertising', reason: '广告，联系13812345678', guidance: '可向市场监管部门了解', objectionUntil: '2026-12-07', ruledAt } });
const decided = (messageId: string, rulingId: string, outcome: 'upheld' | 'rejected') =>
  createEvent(objectionDecided, { ...about(messageId), data: { messageId, objectionId: randomUUID(), rulingId, outcome, reason: '复核', decidedAt: day(25) } });
const transferred = (messageId: string, transferredAt = day(24)) =>
  createEvent(messageTransferred, {
    ...about(messageId),
    data: { messageId, transferId: randomUUID(), to: { kind: 'petition', name: '市信访局' }, reason: '信访', sentAt: transferredAt, receipt: { number: '1号', receivedAt: transferredAt }, transferredAt },
  });
const replied = (messageId: string, publishedAt = day(24)) =>
  createEvent(replyPublished, {
    ...about(messageId),
    data: { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public', interim: false, submittedAt: publishedAt, publishedAt, path: '/messages/1', text: '已修复。', historical: false },
  });

describe('撤回', () => {
  it('ends an open message, is told once, and the same again is the same', async () => {
    const one = await writer();
    const first = await act(one, 'withdrawals', { reason: '问题已解决' });
    expect([first.status, await endingOf(one)]).toEqual([201, 'withdrawn']);
    expect(await act(one, 'withdrawals', {})).toMatchObject({ status: 200, body: first.body });
    expect(await fixture.events(messageWithdrawn.subject, one.messageId)).toMatchObject([{ sequence: 2, data: { reason: '问题已解决', withdrawnAt: first.body['withdrawnAt'] } }]);
  });

  it('of what has ended is refused', async () => {
    const one = await writer();
    await fixture.deliver(replied(one.messageId));
    expect(await act(one, 'withdrawals', {})).toMatchObject({ status: 409, body: { code: 'intake.message-ended' } });
  });

  it('needs the ticket of this message: no other, none that has run out, no token of an office', async () => {
    const [one, other] = [await writer(), await writer()];
    const office = await fixture.token('information-office');
    for (const ticket of [other.ticket, 'a.b.c', office, `${one.ticket}x`]) {
      expect(await act({ ...one, ticket }, 'withdrawals', {})).toMatchObject({ status: 401, body: { code: 'intake.ticket-invalid' } });
    }
    expect(await endingOf(one)).toBe('open');
  });
});

describe('异议', () => {
  it('goes against the ruling that stands, once, and until its last day', async () => {
    const [one, late] = [await writer(), await writer()];
    expect(await act(one, 'objections', { text: '不是广告' })).toMatchObject({ status: 409, body: { code: 'intake.nothing-to-object' } });
    const rulingId = randomUUID();
    await fixture.deliver(ruled(one.messageId, rulingId), ruled(late.messageId, randomUUID()));
    expect(await endingOf(one)).toBe('ruled-invalid');
    const filed = await act(one, 'objections', { text: '不是广告' });
    expect([filed.status, filed.body['rulingId']]).toEqual([201, rulingId]);
    expect(await act(one, 'objections', { text: '不是广告' })).toMatchObject({ status: 200, body: filed.body });
    expect(await act(one, 'objections', { text: '再说一次' })).toMatchObject({ status: 409, body: { code: 'intake.objection-filed' } });
    expect(await fixture.events(objectionFiled.subject, one.messageId)).toMatchObject([{ data: { rulingId, text: '不是广告' } }]);

    const before = fixture.clock.now();
    fixture.clock.set('2026-12-08T00:00:00+08:00');
    expect(await act(late, 'objections', { text: '不是广告' })).toMatchObject({ status: 409, body: { code: 'intake.objection-late' } });
    fixture.clock.set('2026-12-07T23:59:59+08:00');
    expect((await act(late, 'objections', { text: '不是广告' })).status).toBe(201);
    fixture.clock.set(before.toISOString());
  });

  it('upheld opens the message again', async () => {
    const one = await writer();
    const rulingId = randomUUID();
    await fixture.deliver(ruled(one.messageId, rulingId), decided(one.messageId, rulingId, 'upheld'));
    expect(await endingOf(one)).toBe('open');
    expect((await act(one, 'withdrawals', {})).status).toBe(201);
  });
});

describe('A07: 评价', () => {
  it('is given once, within thirty days after the answer, and says whether contact details had been read before', async () => {
    const [one, read] = [await writer(), await writer()];
    expect(await act(one, 'ratings', { rating: 'satisfied' })).toMatchObject({ status: 409, body: { code: 'intake.not-answered' } });
    await fixture.deliver(replied(one.messageId), replied(read.messageId));
    await call(`${intake.url}/v1/messages/${read.messageId}/contact-readings`, { token: await fixture.token('information-office'), body: { purpose: '核实地点' } });
    const rated = await act(one, 'ratings', { rating: 'dissatisfied', reason: '没有修好' });
    expect(rated.status).toBe(201);
    expect(await act(one, 'ratings', { rating: 'dissatisfied', reason: '没有修好' })).toMatchObject({ status: 200, body: rated.body });
    expect(await act(one, 'ratings', { rating: 'satisfied' })).toMatchObject({ status: 409, body: { code: 'intake.already-rated' } });
    await act(read, 'ratings', { rating: 'satisfied' });
    const told = async ({ messageId }: Writer) => (await fixture.events(messageRated.subject, messageId)).map(({ data }) => data);
    expect([await told(one), await told(read)]).toMatchObject([[{ rating: 'dissatisfied', reason: '没有修好', afterContactReading: false }], [{ rating: 'satisfied', afterContactReading: true }]]);
  });

  it('comes too late thirty days after the answer', async () => {
    const one = await writer();
    await fixture.deliver(replied(one.messageId, '2026-10-24T01:00:00.000Z'));
    expect(await act(one, 'ratings', { rating: 'satisfied' })).toMatchObject({ status: 409, body: { code: 'intake.answered-long-ago' } });
  });
});

describe('R04: how a message has ended', () => {
  it('is the first of all ends, in whatever order and however often they become known', async () => {
    const ends = fc.record({
      answer: fc.option(fc.integer({ min: 1, max: 9 })), ruling: fc.option(fc.integer({ min: 1, max: 9 })), isLifted: fc.boolean(), transfer: fc.option(fc.integer({ min: 1, max: 9 })),
    });
    await fc.assert(fc.asyncProperty(ends, fc.infiniteStream(fc.nat(100)), async ({ answer, ruling, isLifted, transfer }, order) => {
      const one = await writer();
      const rulingId = randomUUID();
      const events: EventEnvelope[] = [];
      const expected: [number, Ending][] = [];
      if (answer !== null) events.push(replied(one.messageId, day(answer)));
      if (answer !== null) expected.push([answer, 'publicly-answered']);
      if (ruling !== null) events.push(ruled(one.messageId, rulingId, day(ruling)), ...(isLifted ? [decided(one.messageId, rulingId, 'upheld')] : []));
      if (ruling !== null && !isLifted) expected.push([ruling, 'ruled-invalid']);
      if (transfer !== null) events.push(transferred(one.messageId, day(transfer)));
      if (transfer !== null) expected.push([transfer, 'transferred']);
      const shuffled = events.map((event) => ({ event, place: order.next().value ?? 0 })).toSorted((a, b) => a.place - b.place).map(({ event }) => event);
      for (const event of [...shuffled, ...shuffled.slice(0, 1)]) await intake.handle(event);
      // The sort is stable: of one day an answer comes before a ruling, and that before a transfer.
      expect(await endingOf(one)).toBe(expected.toSorted((a, b) => a[0] - b[0])[0]?.[1] ?? 'open');
    }), { numRuns: 25 });
  });
});

describe('追问', () => {
  it('is a message of its own for the unit that answered, twice and within thirty days, and the same words get the same receipt', async () => {
    const one = await writer();
    expect(await act(one, 'follow-ups', { text: '何时修好？' })).toMatchObject({ status: 409, body: { code: 'intake.not-answered' } });
    await fixture.deliver(replied(one.messageId));
    const first = await act(one, 'follow-ups', { text: '何时修好？' });
    expect(first.status).toBe(201);
    expect(await act(one, 'follow-ups', { text: '何时修好？' })).toMatchObject({ status: 200, body: first.body });
    const [event] = await fixture.events(messageRegistered.subject, String(first.body['messageId']));
    const [original] = await fixture.events(messageRegistered.subject, one.messageId);
    expect(event).toMatchObject({ data: { followUpTo: one.messageId, addressedUnit: 'CG', channel: 'board', text: '何时修好？', authorHash: (original?.data as { authorHash: string }).authorHash } });
    expect((await act(one, 'follow-ups', { text: '还是没有修好' })).status).toBe(201);
    expect(await act(one, 'follow-ups', { text: '第三次问' })).toMatchObject({ status: 409, body: { code: 'intake.followed-up-twice' } });
    const own = await call(`${intake.url}/v1/queries`, { body: { number: first.body['messageNumber'], trackingCode: first.body['trackingCode'] } });
    expect(own).toMatchObject({ status: 201, body: { messageId: first.body['messageId'] } });
  });
});

describe('the pages of a writer', () => {
  const open = async ({ ticket }: Pick<Writer, 'ticket'>, what: string, fields?: Record<string, string>, origin = 'https://wz.example') => {
    const response = await fetch(`${intake.url}/query/message/${what}`, {
      redirect: 'manual',
      headers: { accept: 'text/html', origin, cookie: `wenzheng_ticket=${ticket}` },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    });
    return { status: response.status, html: await response.text(), location: response.headers.get('location'), cookie: response.headers.get('set-cookie'), cached: response.headers.get('cache-control') };
  };

  it('withdraw, once, and say that it was done', async () => {
    const one = await writer();
    expect((await open(one, 'withdrawal')).html).toContain('确认撤回');
    expect(await open(one, 'withdrawal', { text: '' }, 'https://evil.example')).toMatchObject({ status: 403 });
    expect(await endingOf(one)).toBe('open');
    expect(await open(one, 'withdrawal', { text: '' })).toMatchObject({ status: 303, location: '/query/message/withdrawal', cached: 'no-store' });
    expect(await endingOf(one)).toBe('withdrawn');
    expect((await open(one, 'withdrawal')).html).toMatch(/已于.*撤回/);
  });

  it('rate and ask again after an answer, with faults at their fields and all that was typed', async () => {
    const one = await writer();
    expect((await open(one, 'rating')).html).toContain('尚未答复');
    await fixture.deliver(replied(one.messageId, '2026-11-23T00:30:00.000Z'));
    const wrong = await open(one, 'rating', { rating: 'angry', text: '没有<b>修好' });
    expect(wrong).toMatchObject({ status: 422, html: expect.stringContaining('<a href="#rating">请选择满意、基本满意或者不满意</a>') });
    expect(wrong.html).toContain('没有&lt;b>修好');
    expect((await open(one, 'rating', { rating: 'dissatisfied', text: '没有修好' })).status).toBe(303);
    expect((await open(one, 'rating')).html).toContain('您的评价：不满意');
    expect(await open(one, 'rating', { rating: 'satisfied' })).toMatchObject({ status: 409, html: expect.stringContaining('您已评价过') });
    expect((await open(one, 'follow-ups')).html).toContain('还可追问2次');
    expect(await open(one, 'follow-ups', { text: '路'.repeat(2_001) })).toMatchObject({ status: 422, html: expect.stringContaining('有2,001字，最多2,000字') });
    expect(await open(one, 'follow-ups', { text: '何时再来？' })).toMatchObject({ status: 303, location: '/submit/received', cookie: expect.stringContaining('wenzheng_receipt=') });
    expect((await open(one, 'follow-ups')).html).toContain('还可追问1次');
  });

  it('object to a ruling', async () => {
    const one = await writer();
    expect((await open(one, 'objection')).html).toContain('不需要提出异议');
    await fixture.deliver(ruled(one.messageId, randomUUID()));
    expect((await open(one, 'objection', { text: '' })).html).toContain('请填写异议的理由');
    expect((await open(one, 'objection', { text: '不是广告' })).status).toBe(303);
    expect((await open(one, 'objection')).html).toContain('异议已于');
  });

  it('say when and for what contact details were read, and nothing to whoever has no ticket', async () => {
    const one = await writer();
    expect((await open(one, 'contact-readings')).html).toContain('没有人看过');
    await call(`${intake.url}/v1/messages/${one.messageId}/contact-readings`, { token: await fixture.token('information-office'), body: { purpose: '核实路段' } });
    expect((await open(one, 'contact-readings')).html).toMatch(/共被查看1次.*核实路段/s);
    const asked = {
      messageId: one.messageId, requester: 'water-admin', unit: { code: 'water', name: '市水务局' }, purpose: '上门核实', requestedAt: '2026-11-23T00:30:00.000Z', decidedBy: 'information-office', decidedAt: '2026-11-23T00:50:00.000Z',
    } as const;
    const told = (data: EventData<typeof identityRequestDecided>) => createEvent(identityRequestDecided, { ...about(one.messageId), data });
    await fixture.deliver(
      told({ ...asked, requestId: randomUUID(), decision: 'granted', until: '2026-11-24T03:00:00.000Z' }),
      told({ ...asked, requestId: randomUUID(), unit: null, purpose: '回访', decision: 'refused', decidedBy: 'supervision-office', until: null }),
    );
    await call(`${intake.url}/v1/messages/${one.messageId}/contact-readings`, { token: await fixture.issuer.token({ roles: ['web-admin'], unit: 'water', sub: 'water-admin' }), body: { purpose: '上门核实' } });
    const html = (await open(one, 'contact-readings')).html.replaceAll(/<[^>]*>|（星期.）/g, '');
    for (const words of ['共被查看2次', '市水务局于2026年11月23日08:30申请查看', '上门核实', '信息办于2026年11月23日08:50批准，由申请人本人在2026年11月24日11:00前查看', '查看时间：2026年11月23日09:00', '督查室于2026年11月23日08:50决定不予查看']) expect(html).toContain(words);
    expect(html).not.toContain('water-admin');
    for (const what of ['contact-readings', 'withdrawal']) expect((await open({ ticket: 'a.b.c' }, what)).html).toContain('已退出');
  });
});

describe('what is still open to the writer', () => {
  const open = ({ messageId, ticket }: Writer) => call(`${intake.url}/v1/messages/${messageId}/open-acts`, { token: ticket, method: 'GET' });

  it('follows the answer, the rating, each follow-up and thirty days, and counts the readings of the contact details', async () => {
    const one = await writer();
    expect(await open(one)).toMatchObject({ status: 200, body: { followUps: null, rating: null, objection: null, contactReadings: 0 } });
    await fixture.deliver(replied(one.messageId, day(1)));
    const until = '2026-12-01T02:00:00.000Z';
    expect((await open(one)).body).toEqual({ followUps: { left: 2, until }, rating: { until }, objection: null, hold: null, contactReadings: 0 });
    await act(one, 'ratings', { rating: 'satisfied' });
    await act(one, 'follow-ups', { text: '什么时候修？' });
    const reading = await call(`${intake.url}/v1/messages/${one.messageId}/contact-readings`, { token: await fixture.token('information-office'), body: { purpose: '核实地址' } });
    expect(reading.status).toBe(201);
    expect((await open(one)).body).toEqual({ followUps: { left: 1, until }, rating: null, objection: null, hold: null, contactReadings: 1 });
    await act(one, 'follow-ups', { text: '还没有修' });
    expect((await open(one)).body).toMatchObject({ followUps: null });
  });

  it('holds the objection until its last day, and none once it is filed', async () => {
    const one = await writer();
    await fixture.deliver(ruled(one.messageId, randomUUID()));
    expect((await open(one)).body).toMatchObject({ objection: { until: '2026-12-07' } });
    await act(one, 'objections', { text: '不是广告' });
    expect((await open(one)).body).toMatchObject({ objection: null });
  });

  it('is the writer’s alone', async () => {
    const [one, other] = [await writer(), await writer()];
    expect(await open({ ...one, ticket: other.ticket })).toMatchObject({ status: 401, body: { code: 'intake.ticket-invalid' } });
  });
});
