import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, replyDelivered, replyDeliveryFailed } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { code, deskOf, Fixture, published, returned, sampleUnits, waterUnit, type Desk, type Replica } from '../routing.fixture.js';

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

describe('a reply', () => {
  it('is signed by the unit and stamped by the clock, and waits in review until it is published (R09)', async () => {
    const messageId = await fixture.registered();
    fixture.clock.set('2026-11-24T15:30:00+08:00');
    const answer = await desk.reply(messageId);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/messages/${messageId}`);
    expect(answer.body).toMatchObject({ unit: waterUnit, interim: false, submittedAt: '2026-11-24T07:30:00.000Z' });
    const [event] = await fixture.events('routing.reply.submitted.v1', messageId);
    expect(event).toMatchObject({ sequence: 2, data: { unit: waterUnit, text: '已修复。', submittedAt: '2026-11-24T07:30:00.000Z', historical: false } });
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ state: 'in-review', replies: [{ review: 'in-review' }] });
    expect(code(await desk.reply(messageId, desk.water, { text: '另一份答复。' }))).toEqual([409, 'routing.reply-in-review']);
    await fixture.deliver(published(messageId, String(answer.body['replyId'])));
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ state: 'answered', ending: 'publicly-answered', replies: [{ review: 'published' }] });
    expect(code(await desk.reply(messageId))).toEqual([409, 'routing.already-answered']);
  });

  it('is no longer taken from a web admin whom the registry lists no more, nor anything else, though his token is valid (R02)', async () => {
    const load = async (more: object) => {
      fixture.writeUnits(sampleUnits.map((unit) => (unit.code === 'water' ? { ...unit, ...more } : unit)));
      await replica.app.get(UnitRegistry).refresh();
    };
    const messageId = await fixture.registered();
    const successor = { id: 'successor', name: '程思源' };
    await load({ webAdmins: [successor], backup: { id: 'stand-in', name: '林语' } });
    const refused = await Promise.all([
      desk.reply(messageId), desk.extend(messageId, '2026-12-01'), desk.giveBack(messageId), desk.get('', desk.water), desk.get(`/${messageId}`, desk.water),
    ]);
    expect(refused.map(code)).toEqual(refused.map(() => [403, 'routing.post-ended']));
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toEqual([]);
    const interim = await desk.reply(messageId, await fixture.token('web-admin', { unit: 'water', sub: 'stand-in' }), { text: '正在核查。', interim: true });
    expect(interim.status).toBe(201);
    expect((await desk.reply(messageId, await fixture.token('web-admin', { unit: 'water', sub: successor.id }))).status).toBe(201);
    await load({});
  });

  it('is shown with whether it reached the writer, as was told last: a letter came back, a comment was deleted', async () => {
    const messageId = await fixture.registered();
    const replyId = String((await desk.reply(messageId)).body['replyId']);
    await fixture.deliver(published(messageId, replyId));
    const time = new Date('2026-11-24T02:00:00Z');
    const data = { messageId, replyId, channel: 'mailbox' as const };
    const failed = createEvent(replyDeliveryFailed, { subject: messageId, sequence: 4, time, data: { ...data, failedAt: '2026-11-24T03:00:00.000Z', attempts: 1, reason: '5.1.1 no such user' } });
    const delivered = createEvent(replyDelivered, { subject: messageId, sequence: 3, time, data: { ...data, deliveredAt: '2026-11-24T02:00:00.000Z', deliveryId: null } });
    const shown = async () => ((await desk.get(`/${messageId}`, desk.water)).body['replies'] as { delivery: unknown }[])[0]!.delivery;
    expect(await shown()).toBeNull();
    await fixture.deliver(failed);
    await fixture.deliver(delivered);
    expect(await shown()).toEqual({ state: 'failed', settledAt: '2026-11-24T03:00:00.000Z' });
    await fixture.deliver(createEvent(replyDelivered, { subject: messageId, sequence: 5, time, data: { ...data, deliveredAt: '2026-11-25T02:00:00.000Z', deliveryId: '7' } }));
    expect(await shown()).toEqual({ state: 'delivered', settledAt: '2026-11-25T02:00:00.000Z' });
  });

  it('to a private message answers it privately', async () => {
    const messageId = await fixture.registered({ visibility: 'private' });
    const answer = await desk.reply(messageId);
    await fixture.deliver(published(messageId, String(answer.body['replyId']), { visibility: 'private' }));
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ ending: 'privately-answered' });
  });

  it('that the gate returned can be written anew', async () => {
    const messageId = await fixture.registered();
    const first = await desk.reply(messageId);
    await fixture.deliver(returned(messageId, String(first.body['replyId'])));
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ state: 'assigned', replies: [{ review: 'returned', reasons: ['too-short'] }] });
    expect((await desk.reply(messageId)).status).toBe(201);
  });

  it('that is interim neither blocks nor ends anything', async () => {
    const messageId = await fixture.registered();
    const interim = await desk.reply(messageId, desk.water, { text: '已收到，正在核查。', interim: true });
    await fixture.deliver(published(messageId, String(interim.body['replyId']), { interim: true }));
    expect((await desk.get(`/${messageId}`, desk.water)).body).toMatchObject({ state: 'assigned', ending: 'open' });
    expect((await desk.reply(messageId)).status).toBe(201);
    expect((await desk.reply(messageId, desk.water, { text: '还在核查。', interim: true })).status).toBe(201);
  });

  it.each([
    ['empty', { text: '' }],
    ['blank', { text: ' \n　' }],
    ['too long', { text: '长'.repeat(20_001) }],
    ['a full stop', { text: '。' }],
    ['a character that shows nothing', { text: '\u3164' }],
    ['holding an escape character', { text: '已修复\u001b[31m' }],
    ['holding U+0000', { text: 'a\u0000b' }],
    ['holding a lone surrogate', { text: 'a\ud800' }],
    ['signed by a person (R09)', { text: '已修复。', signedBy: '张三' }],
    ['without text', {}],
  ])('%s is refused', async (_, body) => {
    const messageId = await fixture.registered();
    expect(code(await desk.reply(messageId, desk.water, body))).toEqual([400, 'invalid-request']);
  });

  it('of 20,000 characters is taken', async () => {
    expect((await desk.reply(await fixture.registered(), desk.water, { text: '长'.repeat(20_000) })).status).toBe(201);
  });

  it('sent twice at the same moment is submitted once', async () => {
    const messageId = await fixture.registered();
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.reply(messageId)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array<number>(7).fill(200), 201]);
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toHaveLength(1);
  });

  it('that is interim and comes again within a minute in the same words is one, and after it another', async () => {
    const messageId = await fixture.registered();
    const interim = (text = '正在办理，请稍候。') => desk.reply(messageId, desk.water, { text, interim: true });
    const [first, again] = [await interim(), await interim()];
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect((await interim('正在办理，明日答复。')).status).toBe(201);
    fixture.clock.advance(60_000);
    expect((await interim('正在办理，明日答复。')).status).toBe(201);
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toHaveLength(3);
  });
});

describe('the same Idempotency-Key', () => {
  it('of the same caller gives the same answer, and happens once', async () => {
    const messageId = await fixture.registered();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => desk.reply(messageId, desk.water, { text: '一' }, key)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await fixture.events('routing.reply.submitted.v1', messageId)).toHaveLength(1);
  });

  it('still answers after the message has left the unit', async () => {
    const messageId = await fixture.registered();
    const key = randomUUID();
    const first = await desk.post(messageId, 'returns', desk.water, { reason: '不属本单位职责' }, key);
    await desk.rule(first.body['disputeId'], { ruling: 'upheld', unit: 'roads' });
    const second = await desk.post(messageId, 'returns', desk.water, { reason: '不属本单位职责' }, key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('for another request is refused, and of another caller is another key', async () => {
    const [one, two, three] = [await fixture.registered(), await fixture.registered(), await fixture.registered({ addressedUnit: 'roads' })];
    const key = randomUUID();
    expect((await desk.reply(one, desk.water, { text: '一' }, key)).status).toBe(201);
    expect(code(await desk.reply(two, desk.water, { text: '一' }, key))).toEqual([409, 'routing.idempotency-key-reused']);
    expect(code(await desk.reply(one, desk.water, { text: '二' }, key))).toEqual([409, 'routing.idempotency-key-reused']);
    expect((await desk.reply(three, desk.roads, { text: '一' }, key)).status).toBe(201);
    expect(await fixture.events('routing.reply.submitted.v1', two)).toEqual([]);
  });

  it('must be printable', async () => {
    expect(code(await desk.reply(await fixture.registered(), desk.water, { text: '一' }, 'a b'))).toEqual([400, 'invalid-request']);
  });

  it('is forgotten after 30 days, when its service starts or has time', async () => {
    const [old, recent] = [await fixture.registered(), await fixture.registered()];
    const keys = async () => (await fixture.rows<{ key: string }>(`SELECT key FROM idempotency WHERE key IN ('old', 'recent')`)).map(({ key }) => key);
    await desk.reply(old, desk.water, undefined, 'old');
    fixture.clock.advance(1);
    await desk.reply(recent, desk.water, undefined, 'recent');
    fixture.clock.advance(30 * 86_400_000);
    const restarted = await fixture.start();
    await eventually(async () => expect(await keys()).toEqual(['recent']));
    await restarted.close();
    expect((await desk.reply(recent, desk.water, undefined, 'recent')).status).toBe(200);
  });
});
