import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, reminderIssued, urgingOrderServed } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { smsFake, wecomFake, type NotifierFake } from '@wenzheng/testing/notifiers';
import { call, code, deskOf, Fixture, returned, sampleUnits, waterUnit, type Desk, type Replica } from '../routing.fixture.js';
import { Courier } from './courier.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let wecom: NotifierFake;
let sms: NotifierFake;
let settings: Record<string, string>;
let securityAdministrator: string;
const people = { webAdmins: [{ id: 'water-admin', name: '陆承远' }], backup: { id: 'stand-in', name: '林语' }, reviewers: [{ id: 'reviewer', name: '沈怀瑾' }], principal: { id: 'principal', name: '张见山', post: '局长' } };

beforeAll(async () => {
  fixture = await Fixture.create();
  fixture.writeUnits(sampleUnits.map((unit) => (unit.code === 'water' ? { ...unit, ...people } : unit)), { people: [{ id: 'office', name: '言知微', posts: [{ post: 'information-office' }] }] });
  wecom = await wecomFake({ corpId: 'corp', secret: 'secret-1', agentId: 7, key: 'secret-2' });
  sms = await smsFake('secret-3');
  settings = {
    NOTIFIERS: JSON.stringify([
      { channel: 'wecom', url: wecom.url, corpId: 'corp', secret: 'secret-1', agentId: 7 },
      { channel: 'sms', url: `${sms.url}/messages`, key: 'secret-3' },
    ]),
    CONSOLE_URL: 'https://console.example', NOTIFICATIONS_PER_DAY: '3', NOTIFICATION_BACKOFF_SECONDS: '[0, 0]',
  };
  replica = await fixture.start(settings);
  desk = await deskOf(fixture, replica);
  securityAdministrator = await fixture.token('security-administrator');
  await fixture.dataSource.query(`DELETE FROM sign_off_policy`);
});
afterAll(async () => {
  await fixture.drop();
  await Promise.all([wecom.close(), sms.close()]);
});
beforeEach(async () => {
  fixture.clock.set('2026-11-23T10:00:00+08:00');
  await fixture.dataSource.query('TRUNCATE notification, contact');
  for (const fake of [wecom, sms]) {
    fake.received.length = 0;
    fake.mood = 'well';
  }
});

/** Sends what is due, and looks until it is so. */
const soon = async (check: () => unknown): Promise<void> => {
  await replica.app.get(Courier).run();
  await eventually(check);
};
const reach = async (id: string, contact: object) => expect((await call(`${replica.url}/v1/people/${id}/contact`, { method: 'PUT', token: securityAdministrator, body: contact })).status).toBe(200);
const log = async (query = '') => (await call(`${replica.url}/v1/notifications?limit=200${query}`, { token: securityAdministrator })).body['items'] as Record<string, unknown>[];
/** A draft that waits for its signature. */
async function submitted(messageId?: string): Promise<{ messageId: string; draftId: string }> {
  const id = messageId ?? (await fixture.registered());
  const { body } = await desk.post(id, 'drafts', desk.water, { kind: 'reply', text: '已修复。' });
  const draftId = String(body['draftId']);
  expect((await call(`${replica.url}/v1/drafts/${draftId}/submissions`, { token: desk.water, body: { version: 1 } })).status).toBe(201);
  return { messageId: id, draftId };
}
const reminder = (messageId: string, step: 'reminder' | 'urging') =>
  createEvent(reminderIssued, { subject: messageId, sequence: step === 'urging' ? 9 : 8, time: fixture.clock.now(), data: { messageId, unit: waterUnit, step, issuedAt: fixture.clock.now().toISOString(), replyDueOn: '2026-11-26' } });

describe('what waits', () => {
  it('reaches those for whom it waits, with the number and a link, and no word of the writer', async () => {
    await reach('reviewer', { wecom: 'wangwu' });
    const { messageId, draftId } = await submitted();
    await soon(() => expect(wecom.received).toHaveLength(1));
    const { body } = await desk.get(`/${messageId}`, desk.water);
    expect(wecom.received).toEqual([{ to: 'wangwu', text: `【问政】${String(body['messageNumber'])}有1件稿件待您审核签发。 https://console.example/signing/${draftId}` }]);
    const lines = await log('&person=reviewer');
    expect(lines).toMatchObject([{ kind: 'sign-off', state: 'sent', channel: 'wecom', deliveryId: 'msg-1', messageId, unit: 'water', reason: null }]);
    expect(JSON.stringify(await log())).not.toContain('wangwu');
  });

  it('is a reminder, an urging, an order, a reply that came back, a draft sent back, a dispute; each once for each person', async () => {
    const messageId = await fixture.registered();
    const order = { urgingOrderId: randomUUID(), messageId, number: '淮督〔2026〕1号', title: '督办', unit: waterUnit, coUnits: [], answerBy: '2026-11-30', servedAt: fixture.clock.now().toISOString() };
    await fixture.deliver(reminder(messageId, 'reminder'), reminder(messageId, 'urging'), createEvent(urgingOrderServed, { subject: messageId, sequence: 10, time: fixture.clock.now(), data: order }));
    const { draftId } = await submitted(messageId);
    const reviewer = await fixture.token('reviewer', { unit: 'water', sub: 'reviewer' });
    expect((await call(`${replica.url}/v1/drafts/${draftId}/decisions`, { token: reviewer, body: { version: 1, decision: 'send-back', reason: '请核实' } })).status).toBe(201);
    const reply = await desk.reply(messageId, reviewer);
    await fixture.deliver(returned(messageId, String(reply.body['replyId'])));
    expect((await desk.giveBack(await fixture.registered())).status).toBe(201);
    const told = (await log()).map(({ kind, person }) => `${String(kind)} ${String(person)}`).sort();
    expect(told).toEqual([
      'reminder stand-in', 'reminder water-admin', 'reply-returned stand-in', 'reply-returned water-admin', 'returned office', 'sent-back stand-in', 'sent-back water-admin', 'sign-off principal', 'sign-off reviewer',
      'urging principal', 'urging stand-in', 'urging water-admin', 'urging-order principal', 'urging-order stand-in', 'urging-order water-admin',
    ]);
  });

  it('that was referred reaches whom it was referred to, and nobody else again', async () => {
    const { draftId } = await submitted();
    const reviewer = await fixture.token('reviewer', { unit: 'water', sub: 'reviewer' });
    expect((await call(`${replica.url}/v1/drafts/${draftId}/decisions`, { token: reviewer, body: { version: 1, decision: 'refer', to: 'principal' } })).status).toBe(201);
    expect((await log()).map(({ kind, person }) => `${String(kind)} ${String(person)}`).sort()).toEqual(['sign-off principal', 'sign-off principal', 'sign-off reviewer']);
  });

  it('outside working hours waits for the morning, and then comes as one digest', async () => {
    await reach('reviewer', { wecom: 'wangwu' });
    fixture.clock.set('2026-11-23T18:00:00+08:00');
    await submitted();
    await submitted();
    await replica.app.get(Courier).run();
    expect(wecom.received).toEqual([]);
    expect(await log('&person=reviewer')).toMatchObject([{ sendAfter: '2026-11-24T01:00:00.000Z' }, { state: 'waiting' }]);
    fixture.clock.set('2026-11-24T09:00:00+08:00');
    await soon(() => expect(wecom.received).toEqual([{ to: 'wangwu', text: '【问政】您有2项待办：待签发稿件2件。 https://console.example/signing' }]));
    expect(new Set((await log('&person=reviewer')).map(({ batchId }) => batchId)).size).toBe(1);
  });

  it('is at most so many messages a day; the rest comes the next morning', async () => {
    await reach('reviewer', { wecom: 'wangwu' });
    for (let n = 1; n <= 3; n += 1) {
      await submitted();
      await soon(() => expect(wecom.received).toHaveLength(n));
    }
    await submitted();
    await submitted();
    await soon(async () => expect((await log('&person=reviewer&state=waiting')).map(({ sendAfter }) => sendAfter)).toEqual(Array(2).fill('2026-11-24T01:00:00.000Z')));
    fixture.clock.set('2026-11-24T09:00:00+08:00');
    await soon(() => expect(wecom.received.at(-1)?.text).toContain('您有2项待办'));
    expect(wecom.received).toHaveLength(4);
  });

  it('reaches the deputy in place of who is absent', async () => {
    await reach('stand-in', { wecom: 'wangwu' });
    await fixture.dataSource.query(`INSERT INTO deputy (deputy_id, unit_code, post, absent, deputy, from_date, to_date) VALUES (gen_random_uuid(), 'water', 'reviewer', 'reviewer', 'stand-in', '2026-11-23', '2026-11-24')`);
    await submitted();
    await soon(() => expect(wecom.received).toHaveLength(1));
    expect((await log()).map(({ person }) => person).sort()).toEqual(['principal', 'stand-in']);
    await fixture.dataSource.query('DELETE FROM deputy');
  });
});

describe('a channel', () => {
  it('that fails is tried again and, in the end, the next one; who cannot be reached by any stands in the log, alarmed once', async () => {
    await reach('reviewer', { wecom: 'wangwu', phone: sms.known });
    await reach('principal', { wecom: 'nobody' });
    wecom.mood = 'busy';
    const before = wecom.asked;
    await submitted();
    await soon(() => expect(sms.received).toHaveLength(1));
    expect(wecom.asked - before).toBeGreaterThanOrEqual(3);
    wecom.mood = 'well';
    await soon(async () => expect(await log('&person=principal')).toMatchObject([{ state: 'unreachable', reason: 'refused by every channel' }]));
    expect(await log('&person=reviewer')).toMatchObject([{ state: 'sent', channel: 'sms', deliveryId: 'sms-1' }]);
    await soon(async () => expect(await fixture.rows(`SELECT FROM notification WHERE state = 'unreachable' AND alarmed_at IS NOT NULL`)).toHaveLength(1));
  });

  it('whose answer a killed process did not live to hear is asked again by another', async () => {
    await reach('reviewer', { wecom: 'wangwu' });
    await submitted();
    await soon(() => expect(wecom.received).toHaveLength(1));
    // As the process leaves it that dies between sending and settling; then its lease runs out.
    await fixture.dataSource.query(`UPDATE notification SET state = 'waiting', sent_at = NULL, batch_id = NULL, next_attempt_at = now() WHERE subject = 'reviewer'`);
    const other = await fixture.start(settings);
    await soon(async () => expect(await log('&person=reviewer')).toMatchObject([{ state: 'sent' }]));
    await other.close();
  });
});

it('an address is the security administrator’s to see; the audit log says which were changed, and not what they are', async () => {
  await reach('reviewer', { wecom: 'wangwu', phone: '13855400001' });
  expect((await call(`${replica.url}/v1/people/reviewer/contact`, { token: securityAdministrator })).body).toEqual({ email: null, phone: '13855400001', wecom: 'wangwu', dingtalk: null });
  expect(code(await call(`${replica.url}/v1/people/nobody/contact`, { token: securityAdministrator }))).toEqual([404, 'routing.unknown-person']);
  const { body } = await call(`${replica.url}/v1/audit-log?did=contact.changed&about=reviewer&limit=500`, { token: await fixture.token('auditor') });
  expect((body['items'] as { details: object }[]).at(-1)?.details).toEqual({ changed: ['phone', 'wecom'] });
  expect(JSON.stringify(body)).not.toContain('13855400001');
});
