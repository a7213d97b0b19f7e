import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageRuledInvalid, objectionDecided, objectionFiled } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { call, code, deskOf, Fixture, type Answer, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
let colleague: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  colleague = await fixture.token('information-office', { sub: 'colleague' });
});
afterAll(() => fixture.drop());

const invalid = { ruling: 'invalid', ground: 'petition-closed', reason: '该信访事项已由市信访局办结', guidance: '可向市信访局申请复查' };
const propose = (messageId: string, reason = '信访已办结') => desk.post(messageId, 'ruling-proposals', desk.water, { ground: 'petition-closed', reason });
const rule = (messageId: string, body: object = invalid) => desk.post(messageId, 'rulings', desk.office, body);
const view = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body;
const list = async (what: string, query = '') => (await call(`${replica.url}/v1/${what}${query}`, { token: desk.office })).body as { items: Record<string, unknown>[]; next: string | null };
const decide = (objectionId: string, token: string, outcome: string): Promise<Answer> =>
  call(`${replica.url}/v1/objections/${objectionId}/decisions`, { token, body: { outcome, reason: '复核认为事项不同' } });

async function objected(messageId: string, rulingId: unknown): Promise<string> {
  const objectionId = randomUUID();
  const data = { messageId, objectionId, rulingId: String(rulingId), text: '这是新的事项', filedAt: '2026-11-24T02:00:00.000Z' };
  await fixture.deliver(createEvent(objectionFiled, { subject: messageId, sequence: 2, time: new Date(), data }));
  return objectionId;
}

describe('R04: 无效认定', () => {
  it('is proposed by the unit, waits in the queue of the office with its time, and ends the message when it is ruled', async () => {
    const messageId = await fixture.registered();
    const proposed = await propose(messageId);
    expect([proposed.status, proposed.body['dueAt']]).toEqual([201, '2026-11-24T16:00:00.000Z']);
    expect(code(await propose(messageId, '再提一次'))).toEqual([409, 'routing.ruling-proposed']);
    expect((await list('ruling-proposals')).items).toMatchObject([{ messageId, title: '停水', unit: { code: 'water' }, ground: 'petition-closed', overdue: false }]);
    expect(await view(messageId)).toMatchObject({ state: 'assigned', ending: 'open', rulingProposals: [{ outcome: null }] });

    const ruled = await rule(messageId);
    expect(ruled.body).toMatchObject({ ruling: 'invalid', proposalId: proposed.body['proposalId'], objectionUntil: '2026-12-07' });
    expect(await view(messageId)).toMatchObject({ state: 'ruled-invalid', ending: 'ruled-invalid', rulingProposals: [{ outcome: 'accepted' }], rulings: [{ lifted: false, objection: null }] });
    expect((await list('ruling-proposals')).items).toEqual([]);
    const [event] = await fixture.events(messageRuledInvalid.subject, messageId);
    expect(event).toMatchObject({ sequence: 2, data: { rulingId: ruled.body['rulingId'], proposedBy: { code: 'water' }, ground: 'petition-closed', guidance: invalid.guidance, objectionUntil: '2026-12-07' } });
    expect(code(await rule(messageId, { ...invalid, reason: '再认定一次' }))).toEqual([409, 'routing.ruled-invalid']);
  });

  it('is rejected with a reason, after which the message is the unit’s as before; without a proposal there is nothing to reject', async () => {
    const messageId = await fixture.registered();
    expect(code(await rule(messageId, { ruling: 'valid', reason: '有效' }))).toEqual([409, 'routing.no-ruling-proposed']);
    await propose(messageId);
    expect((await rule(messageId, { ruling: 'valid', reason: '属于新的事项' })).body).toMatchObject({ ruling: 'valid', rulingId: null });
    expect(await view(messageId)).toMatchObject({ state: 'assigned', rulingProposals: [{ outcome: 'rejected', decisionReason: '属于新的事项' }], rulings: [] });
    expect((await propose(messageId, '有了新的材料')).status).toBe(201);
  });

  it('waits for a reply in review, and needs a ground of the closed list', async () => {
    const messageId = await fixture.registered();
    await desk.reply(messageId);
    expect(code(await rule(messageId))).toEqual([409, 'routing.reply-in-review']);
    expect(code(await rule(messageId, { ...invalid, ground: 'we-are-busy' }))).toEqual([400, 'invalid-request']);
  });

  it('lists page by page what waits, what is due first first', async () => {
    for (let n = 0; n < 3; n += 1) await propose(await fixture.registered());
    const all = (await list('ruling-proposals')).items.map(({ proposalId }) => proposalId);
    const first = await list('ruling-proposals', '?limit=2');
    const rest = await list('ruling-proposals', `?limit=2&after=${String(first.next)}`);
    expect([...first.items, ...rest.items].map(({ proposalId }) => proposalId).slice(0, all.length)).toEqual(all.slice(0, 4));
  });
});

describe('R04: 异议', () => {
  it('is decided by somebody else than who ruled; upheld, the message is open again where it was, and can be ruled anew', async () => {
    const messageId = await fixture.registered();
    const ruling = await rule(messageId);
    const objectionId = await objected(messageId, ruling.body['rulingId']);
    await eventually(async () => expect((await list('objections')).items).toMatchObject([{ messageId, objectionId, text: '这是新的事项', dueAt: '2026-11-27T16:00:00.000Z', ruling: { ground: 'petition-closed' } }]));
    expect(code(await decide(objectionId, desk.office, 'upheld'))).toEqual([403, 'routing.objection-of-own-ruling']);
    expect((await view(messageId))['state']).toBe('ruled-invalid');
    expect((await decide(objectionId, colleague, 'upheld')).body).toMatchObject({ outcome: 'upheld', rulingId: ruling.body['rulingId'] });
    expect(await view(messageId)).toMatchObject({ state: 'assigned', ending: 'open', rulings: [{ lifted: true, objection: { outcome: 'upheld' } }] });
    expect(await fixture.events(objectionDecided.subject, messageId)).toMatchObject([{ sequence: 3, data: { objectionId, outcome: 'upheld' } }]);
    expect(code(await decide(objectionId, colleague, 'rejected'))).toEqual([409, 'routing.objection-decided']);
    expect((await rule(messageId)).status).toBe(201);
  });

  it('rejected, the ruling stands; of an unknown one nothing is decided', async () => {
    const messageId = await fixture.registered();
    const objectionId = await objected(messageId, (await rule(messageId)).body['rulingId']);
    expect((await decide(objectionId, colleague, 'rejected')).status).toBe(201);
    expect(await view(messageId)).toMatchObject({ state: 'ruled-invalid', rulings: [{ lifted: false, objection: { outcome: 'rejected' } }] });
    expect(code(await decide(randomUUID(), colleague, 'upheld'))).toEqual([404, 'routing.unknown-objection']);
  });
});
