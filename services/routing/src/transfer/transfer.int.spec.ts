import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageTransferred, messageWithdrawn } from '@wenzheng/contracts';
import { call, code, deskOf, Fixture, type Desk, type Replica } from '../routing.fixture.js';

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const send = (messageId: string, reason = '属于纪检监察职责') => desk.post(messageId, 'transfers', desk.office, { to: { kind: 'discipline-inspection', name: '市纪委监委' }, reason });
const record = (transferId: unknown, body: object) => call(`${replica.url}/v1/transfers/${String(transferId)}/receipts`, { token: desk.office, body });
const view = async (messageId: string) => (await desk.get(`/${messageId}`, desk.office)).body;
const waiting = async () => ((await call(`${replica.url}/v1/transfers`, { token: desk.office })).body as { items: object[] }).items;

describe('R04: 转出', () => {
  it('ends the message with the receipt and not before, a report of wrongdoing out of the holding pen too', async () => {
    const messageId = await fixture.registered({ kind: 'report', visibility: 'private', addressedUnit: 'water' });
    const sent = await send(messageId);
    expect([sent.status, sent.body['receiptDueAt']]).toEqual([201, '2026-11-30T16:00:00.000Z']);
    expect(await view(messageId)).toMatchObject({ state: 'holding-pen', ending: 'open', transfers: [{ receipt: null }] });
    expect(await waiting()).toMatchObject([{ messageId, to: { name: '市纪委监委' }, overdue: false }]);
    expect(code(await send(messageId, '再转一次'))).toEqual([409, 'routing.transfer-without-receipt']);

    const { transferId, sentAt } = sent.body;
    const receipt = { number: '淮纪收〔2026〕7号', receivedAt: sentAt };
    expect((await record(transferId, receipt)).status).toBe(201);
    expect(await view(messageId)).toMatchObject({ state: 'transferred', ending: 'transferred', transfers: [{ receipt: { number: '淮纪收〔2026〕7号' } }] });
    expect(await waiting()).toEqual([]);
    expect(await fixture.events(messageTransferred.subject, messageId)).toMatchObject([{ data: { transferId, sentAt, to: { kind: 'discipline-inspection' }, receipt: { number: '淮纪收〔2026〕7号' } } }]);
    expect(code(await record(transferId, { ...receipt, number: '另一号' }))).toEqual([409, 'routing.receipt-recorded']);
  });

  it('takes no receipt from before it or from the future, nor of one that nobody sent', async () => {
    const { body } = await send(await fixture.registered());
    for (const receivedAt of ['2026-11-22T00:00:00Z', '2027-01-01T00:00:00Z']) {
      expect(code(await record(body['transferId'], { number: '1号', receivedAt }))).toEqual([422, 'routing.receipt-date-wrong']);
    }
    expect(code(await record(randomUUID(), { number: '1号', receivedAt: body['sentAt'] }))).toEqual([404, 'routing.unknown-transfer']);
  });

  it('of what its writer has withdrawn since waits for no receipt any more', async () => {
    const messageId = await fixture.registered();
    const { body } = await send(messageId);
    await fixture.deliver(createEvent(messageWithdrawn, { subject: messageId, sequence: 2, time: new Date(), data: { messageId, withdrawnAt: '2026-11-24T02:00:00.000Z', reason: null } }));
    expect(await view(messageId)).toMatchObject({ state: 'withdrawn', ending: 'withdrawn', withdrawals: [{ reason: null }] });
    expect(code(await record(body['transferId'], { number: '1号', receivedAt: body['sentAt'] }))).toEqual([409, 'routing.withdrawn']);
    expect((await waiting()).filter((one) => (one as { messageId: string }).messageId === messageId)).toEqual([]);
  });
});
