import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, identityGrantEnded, identityRequestDecided, messageWithdrawn } from '@wenzheng/contracts';
import { IdentityEndings } from './identity-endings.service.js';
import { Housekeeping } from '../housekeeping/housekeeping.service.js';
import { call, code, deskOf, Fixture, type Answer, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let tokens: Record<'office' | 'otherOffice' | 'supervision' | 'parks' | 'roadsAndOffice' | 'security', string>;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ NOTIFIERS: JSON.stringify([{ channel: 'sms', url: 'http://127.0.0.1:9/', key: 'secret' }]) });
  desk = await deskOf(fixture, replica);
  tokens = {
    office: desk.office,
    otherOffice: await fixture.token('information-office', { sub: 'office-2' }),
    supervision: desk.supervision,
    security: await fixture.token('security-administrator'),
    parks: await fixture.token('web-admin', { unit: 'parks', sub: 'roads-admin' }),
    roadsAndOffice: await fixture.token('information-office', { sub: 'roads-admin' }),
  };
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-11-23T09:00:00+08:00'));

/** 举报 of the traffic office, given to the water office. */
async function report(): Promise<string> {
  const messageId = await fixture.registered({ kind: 'report', visibility: 'private', title: '举报市交通局', text: '有人收受好处' });
  expect((await desk.assign(messageId, 'water')).status).toBe(201);
  return messageId;
}
const ask = (messageId: string, token = desk.water, purpose = '核实举报线索') => desk.post(messageId, 'identity-requests', token, { purpose });
const decide = (requestId: unknown, token: string, body: object = { decision: 'granted', hours: 24 }): Promise<Answer> => call(`${replica.url}/v1/identity-requests/${String(requestId)}/decisions`, { token, body });
interface Item {
  requestId: string;
  allowedActions: { action: string; allowed: boolean; reason: { code: string } | null }[];
}
const queue = async (token: string, query = ''): Promise<Item[]> => (await call(`${replica.url}/v1/identity-requests${query}`, { token })).body['items'] as Item[];
const decidedEvents = (messageId: string) => fixture.events(identityRequestDecided.subject, messageId);

describe('身份查阅: a unit asks, a third person grants it to that requester alone, for a time', () => {
  it('told to intake with who may read, what for and until when; the queue, the history and the audit show it', async () => {
    const messageId = await report();
    const asked = await ask(messageId);
    expect([asked.status, asked.body['unit'], asked.body['dueAt']]).toEqual([201, { code: 'water', name: '市水务局' }, '2026-11-24T16:00:00.000Z']);
    const { requestId } = asked.body;
    expect((await queue(desk.office)).find((item) => item.requestId === requestId)).toMatchObject({
      messageId, unit: { code: 'water' }, requester: '陆承远', purpose: '核实举报线索', dueAt: '2026-11-24T16:00:00.000Z', overdue: false, decision: null, allowedActions: [{ action: 'decide', allowed: true, reason: null }],
    });
    expect(await decidedEvents(messageId)).toEqual([]);
    expect(code(await ask(messageId, desk.water, '再次核实'))).toEqual([409, 'routing.identity-requested']);

    const decided = await decide(requestId, desk.office, { decision: 'granted', hours: 2 });
    expect([decided.status, decided.body['until']]).toEqual([201, '2026-11-23T03:00:00.000Z']);
    expect(await decidedEvents(messageId)).toMatchObject([
      { data: { requestId, requester: 'water-admin', unit: { code: 'water', name: '市水务局' }, purpose: '核实举报线索', decision: 'granted', decidedBy: 'information-office', until: '2026-11-23T03:00:00.000Z' } },
    ]);
    expect((await desk.get(`/${messageId}`, desk.water)).body['identityRequests']).toMatchObject([{ requestId, requester: '陆承远', decision: 'granted', decidedBy: 'information-office', until: '2026-11-23T03:00:00.000Z' }]);
    expect((await queue(desk.office)).some((item) => item.requestId === requestId)).toBe(false);
    expect((await queue(desk.office, '?state=decided')).find((item) => item.requestId === requestId)).toMatchObject({ decision: 'granted', allowedActions: [{ allowed: false, reason: { code: 'routing.identity-request-decided' } }] });
    const log = await call(`${replica.url}/v1/audit-log?about=${messageId}`, { token: await fixture.token('auditor') });
    expect(log.body['items']).toMatchObject([{ did: 'identity.requested', by: 'water-admin' }, { did: 'identity.granted', by: 'office', details: { requester: 'water-admin' } }]);
    // Those who decide are told, and of the unit the requester alone.
    expect(await fixture.rows(`SELECT kind, subject FROM notification WHERE message_id = $1 AND kind LIKE 'identity%' ORDER BY kind DESC`, [messageId])).toEqual([
      { kind: 'identity-requested', subject: '' },
      { kind: 'identity-decided', subject: 'water-admin' },
    ]);

    expect(code(await decide(requestId, tokens.otherOffice, { decision: 'refused', reason: '不必要' }))).toEqual([409, 'routing.identity-request-decided']);
    expect(code(await ask(messageId, desk.water, '仍需核实'))).toEqual([409, 'routing.identity-requested']);
    fixture.clock.set('2026-11-23T11:00:00+08:00');
    expect((await ask(messageId, desk.water, '仍需核实')).status).toBe(201);
  });

  it('refused with a reason, which stays inside', async () => {
    const messageId = await report();
    const { requestId } = (await ask(messageId)).body;
    expect(code(await decide(requestId, desk.office, { decision: 'refused' }))).toEqual([400, 'invalid-request']);
    expect((await decide(requestId, desk.office, { decision: 'refused', reason: '书面材料已足够' })).body).toMatchObject({ decision: 'refused', until: null });
    expect(JSON.stringify(await decidedEvents(messageId))).not.toContain('书面材料已足够');
    expect((await desk.get(`/${messageId}`, desk.water)).body['identityRequests']).toMatchObject([{ decision: 'refused', reason: '书面材料已足够' }]);
  });

  it('only the unit that has the message asks, never one complained of; the office asks for reports alone', async () => {
    const messageId = await report();
    expect(code(await ask(messageId, tokens.parks))).toEqual([403, 'routing.not-your-unit']);
    await fixture.dataSource.query(`UPDATE message SET unit_code = 'roads' WHERE message_id = $1`, [messageId]);
    expect(code(await ask(messageId, desk.roads))).toEqual([403, 'routing.identity-closed-to-unit']);
    expect(code(await ask(await fixture.registered(), desk.office))).toEqual([409, 'routing.identity-not-sealed']);
    // Who wrote anything else is the information office's to read, and a unit's to ask for.
    expect((await ask(await fixture.registered())).status).toBe(201);
  });
});

describe('what was granted ends before its time', () => {
  const granted = async () => {
    const messageId = await report();
    const { requestId } = (await ask(messageId)).body;
    expect((await decide(requestId, desk.office)).status).toBe(201);
    return { messageId, requestId };
  };
  const ended = async (messageId: string) => (await fixture.events(identityGrantEnded.subject, messageId)).map(({ sequence, data }) => [sequence, data['because']]);
  const change = (path: string, method: string, body: object) => call(`${replica.url}/v1/${path}`, { token: tokens.security, method, body });

  it('with the message’s going to another unit, or away', async () => {
    const [moved, gone, stays] = [await granted(), await granted(), await granted()];
    await desk.assign(moved.messageId, 'parks');
    await fixture.deliver(createEvent(messageWithdrawn, { subject: gone.messageId, sequence: 2, time: fixture.clock.now(), data: { messageId: gone.messageId, withdrawnAt: fixture.clock.now().toISOString(), reason: null } }));
    await replica.app.get(IdentityEndings).endLapsed();
    await replica.app.get(IdentityEndings).endLapsed();
    expect(await Promise.all([moved, gone, stays].map(({ messageId }) => ended(messageId)))).toEqual([[[4, 'unit-changed']], [[3, 'message-ended']], []]);
    expect(await fixture.rows('SELECT version FROM message WHERE message_id = $1', [moved.messageId])).toEqual([{ version: 4 }]);
    expect((await desk.get(`/${moved.messageId}`, desk.office)).body['identityRequests']).toMatchObject([{ requestId: moved.requestId, endedAt: '2026-11-23T01:00:00.000Z' }]);
    // It had its time, and nothing ends any more.
    fixture.clock.set('2026-11-24T09:00:01+08:00');
    await desk.assign(stays.messageId, 'parks');
    await replica.app.get(IdentityEndings).endLapsed();
    expect(await ended(stays.messageId)).toEqual([]);
  });

  it('with the person’s suspension, in the transaction of that, and what was asked with it', async () => {
    const { messageId } = await granted();
    const asked = await report();
    const { requestId } = (await ask(asked)).body;
    expect((await change('people/water-admin', 'PATCH', { state: 'suspended' })).status).toBe(200);
    expect(await ended(messageId)).toEqual([[3, 'post-ended']]);
    expect(await ended(asked)).toEqual([]);
    expect((await queue(desk.office)).some((item) => item.requestId === requestId)).toBe(false);
    expect(code(await decide(requestId, desk.office))).toEqual([409, 'routing.identity-request-decided']);
    expect((await change('people/water-admin', 'PATCH', { state: 'active' })).status).toBe(200);
    // It does not come back: whoever is there again asks again.
    expect((await ask(messageId, desk.water, '重新核实')).status).toBe(201);
    expect((await ask(asked, desk.water, '重新核实')).status).toBe(201);
  });

  it('with the last day of the post, a deputy’s with the absence, and the office’s with leaving the office', async () => {
    const { messageId } = await granted();
    const office = await report();
    const { requestId } = (await ask(office, desk.office)).body;
    expect((await decide(requestId, desk.supervision)).status).toBe(201);
    await fixture.dataSource.query(`UPDATE person_post SET to_date = '2026-11-23' WHERE subject = 'water-admin' AND unit_code = 'water'`);
    await replica.app.get(IdentityEndings).endLapsed();
    expect([await ended(messageId), await ended(office)]).toEqual([[], []]);
    await fixture.dataSource.query(`UPDATE person_post SET to_date = '2026-11-22' WHERE subject = 'water-admin' AND unit_code = 'water'`);
    // From now on the registry lists officers, and this one is none of them.
    await fixture.dataSource.query(`INSERT INTO person (subject, name) VALUES ('officer', '周信'); INSERT INTO person_post (subject, unit_code, post) VALUES ('officer', '', 'information-office')`);
    await replica.app.get(IdentityEndings).endLapsed();
    expect([await ended(messageId), await ended(office)]).toEqual([[[3, 'post-ended']], [[3, 'post-ended']]]);
    await fixture.dataSource.query(`DELETE FROM person_post WHERE subject = 'officer'; UPDATE person_post SET to_date = NULL WHERE subject = 'water-admin' AND unit_code = 'water'`);
  });
});

describe('who decides is a third person', () => {
  it('what the information office asks, the supervision office decides: in its queue, and in no other', async () => {
    const messageId = await report();
    const { requestId } = (await ask(messageId, desk.office)).body;
    expect(code(await decide(requestId, desk.office))).toEqual([403, 'routing.identity-request-of-own']);
    expect(code(await decide(requestId, tokens.otherOffice))).toEqual([403, 'routing.identity-request-of-own']);
    expect((await queue(desk.office)).some((item) => item.requestId === requestId)).toBe(false);
    expect((await queue(desk.supervision)).some((item) => item.requestId === requestId)).toBe(true);
    expect((await decide(requestId, desk.supervision)).status).toBe(201);
    expect(await decidedEvents(messageId)).toMatchObject([{ data: { requester: 'office', unit: null, decidedBy: 'supervision-office' } }]);
  });

  it('what a unit asks, neither the supervision office nor anybody of that unit or of one complained of', async () => {
    const messageId = await report();
    const { requestId } = (await ask(messageId)).body;
    expect(code(await decide(requestId, desk.supervision))).toEqual([403, 'routing.identity-decided-by-another-office']);
    // roads-admin is listed as a web admin of every unit of the sample, the requester's first.
    expect(code(await decide(requestId, tokens.roadsAndOffice))).toEqual([403, 'routing.identity-request-of-own']);
    await fixture.dataSource.query(`UPDATE person_post SET ended_at = now() WHERE subject = 'roads-admin' AND unit_code LIKE 'water%'`);
    expect(code(await decide(requestId, tokens.roadsAndOffice))).toEqual([403, 'routing.identity-decider-complained-of']);
    expect((await queue(tokens.roadsAndOffice)).find((item) => item.requestId === requestId)?.allowedActions).toMatchObject([{ allowed: false, reason: { code: 'routing.identity-decider-complained-of' } }]);
    await fixture.dataSource.query(`UPDATE person_post SET ended_at = NULL WHERE subject = 'roads-admin' AND unit_code LIKE 'water%'`);
  });

  it('two at once decide it once', async () => {
    const messageId = await report();
    const { requestId } = (await ask(messageId)).body;
    const answers = await Promise.all([decide(requestId, desk.office), decide(requestId, tokens.otherOffice, { decision: 'refused', reason: '不必要' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await decidedEvents(messageId)).toHaveLength(1);
  });
});

it('what waits after its time is overdue and raises the alarm; with the message it leaves the queue', async () => {
  const messageId = await report();
  const { requestId } = (await ask(messageId)).body;
  fixture.clock.set('2026-11-25T09:00:00+08:00');
  expect((await queue(desk.office)).find((item) => item.requestId === requestId)).toMatchObject({ overdue: true });
  await replica.app.get(Housekeeping).run();
  expect(await fixture.rows('SELECT alarmed_at FROM identity_request WHERE request_id = $1', [requestId])).toEqual([{ alarmed_at: fixture.clock.now() }]);
  await desk.assign(messageId, 'parks');
  expect((await queue(desk.office)).some((item) => item.requestId === requestId)).toBe(false);
  expect(code(await decide(requestId, desk.office))).toEqual([409, 'routing.identity-request-decided']);
});
