import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';

let city: City;
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-09-18T15:20:00+08:00') });
}, 180_000);
afterAll(async () => {
  await city?.stop();
}, 60_000);

interface Desk {
  state: string;
  ending: string;
  deadline: { replyDueOn: string | null; closedAt: string | null };
  rulings: { rulingId: string; objection: { objectionId: string } | null }[];
}

const register = async (externalId: string, changes: Record<string, unknown> = {}): Promise<Receipt> => {
  const { body } = await city.push('board', message(externalId, { unit: city.unit, ...changes }));
  await eventually(async () => expect((await desk(body)).deadline.replyDueOn).not.toBeNull(), { timeoutMs: 15_000 });
  return body;
};
const desk = async ({ messageId }: Receipt) => (await city.call<Desk>('routing', `/v1/messages/${messageId}`, { as: 'information-office' })).body;
const office = (address: string, body: object, as = 'information-office') => city.call<Record<string, unknown>>('routing', `/v1${address}`, { as, body });
const pageSays = (receipt: Receipt, words: string) => eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(words), { timeoutMs: 15_000 });
const deadlineOf = async ({ messageId }: Receipt) => (await city.call<Record<string, unknown>>('deadline-supervision', `/v1/deadlines/${messageId}`, { as: 'supervision-office' })).body;
const stands = (receipt: Receipt, expected: object) => eventually(async () => expect(await deadlineOf(receipt)).toMatchObject(expected), { timeoutMs: 15_000 });

/** What the writer does on the own page, by number and code as a browser does. */
async function writes({ messageNumber, trackingCode }: Receipt, what: string, fields: Record<string, string>): Promise<string> {
  const form = (address: string, body: Record<string, string>, headers: Record<string, string> = {}, service: 'publication' | 'intake' = 'publication') =>
    city.call<string>(service, address, {
      body: new URLSearchParams(body).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: city.endpoints.portal, accept: 'text/html', ...headers },
    });
  const { headers } = await form('/query', { number: messageNumber, code: trackingCode });
  const cookie = headers.get('set-cookie')!.split(';')[0]!;
  const page = (path: string, own: string) => fetch(city.endpoints.portal + path, { headers: { accept: 'text/html', cookie: own } });
  const { status, headers: answered, ...refused } = await form(`/query/message/${what}`, fields, { cookie }, 'intake');
  if (status !== 303) return refused.body;
  const body = await (await page(answered.get('location')!, [cookie, ...answered.getSetCookie().map((one) => one.split(';')[0]!)].join('; '))).text();
  return body;
}

let appealed: Receipt;

describe('R04: a ruling of invalidity', () => {
  it('is proposed by the unit, ruled by the office, and told to the writer with where to turn', async () => {
    appealed = await register('appealed');
    expect((await office(`/messages/${appealed.messageId}/ruling-proposals`, { ground: 'no-substance', reason: '没有说明地点' }, 'web-admin')).status).toBe(201);
    const ruled = await office(`/messages/${appealed.messageId}/rulings`, { ruling: 'invalid', ground: 'no-substance', reason: '没有说明路段', guidance: '请补充路段后重新提交' });
    expect([ruled.status, ruled.body['objectionUntil']]).toEqual([201, '2026-10-09']);
    await pageSays(appealed, '请补充路段后重新提交');
    await stands(appealed, { ending: 'ruled-invalid', phase: 'closed', invalidityGround: 'no-substance' });
  });

  it('is objected to by the writer once, and lifted by somebody else: open again with the deadline that it always had', async () => {
    await eventually(async () => expect(await writes(appealed, 'objection', { text: '文中写明了和平路' })).toMatch(/异议已于.*收到/), { timeoutMs: 15_000 });
    const objectionId = await eventually(async () => (await desk(appealed)).rulings[0]!.objection!.objectionId, { timeoutMs: 15_000 });
    const decision = { outcome: 'upheld', reason: '路段已写明' };
    expect((await office(`/objections/${objectionId}/decisions`, decision)).body).toMatchObject({ status: 403, code: 'routing.objection-of-own-ruling' });
    expect((await office(`/objections/${objectionId}/decisions`, decision, 'information-office:colleague')).status).toBe(201);
    await stands(appealed, { ending: 'open', dueOn: '2026-09-22', phase: 'running' });
    await pageSays(appealed, '本认定已撤销');
    expect(await desk(appealed)).toMatchObject({ state: 'assigned', deadline: { closedAt: null } });
  });
});

describe('R04: the other ends', () => {
  it('the writer withdraws, and nobody reads the words any more', async () => {
    const receipt = await register('withdrawn');
    expect(await writes(receipt, 'withdrawal', { text: '已经解决' })).toMatch(/已于.*撤回/);
    await pageSays(receipt, '留言人已撤回');
    expect(await city.page(receipt.messageNumber)).not.toContain('和平路');
    await stands(receipt, { ending: 'withdrawn' });
    await eventually(async () => expect(await desk(receipt)).toMatchObject({ state: 'withdrawn' }), { timeoutMs: 15_000 });
  });

  it('a report of wrongdoing is transferred out, and ends with the receipt', async () => {
    const receipt = await register('report', { kind: 'report' });
    const { body } = await office(`/messages/${receipt.messageId}/transfers`, { to: { kind: 'discipline-inspection', name: '市纪委监委' }, reason: '属于纪检监察职责' });
    await stands(receipt, { ending: 'open' });
    expect((await office(`/transfers/${String(body['transferId'])}/receipts`, { number: '淮纪收〔2026〕7号', receivedAt: body['sentAt'] })).status).toBe(201);
    await stands(receipt, { ending: 'transferred' });
    await pageSays(receipt, '已转出');
  });

  it('all services agree about every message, and the figures count each end', async () => {
    const conservation = async () => (await city.call<object>('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
    await eventually(async () => expect(await conservation()).toMatchObject({ balanced: true, settled: true, differences: [], channels: expect.arrayContaining([expect.objectContaining({ channel: 'board', registered: 3, open: 1, withdrawn: 1, transferred: 1 })]) }), { timeoutMs: 120_000, everyMs: 500 });
    const { body } = await city.call<{ totals: object }>('deadline-supervision', '/v1/statistics', { as: 'supervision-office' });
    expect(body.totals).toMatchObject({ registered: 3, open: 1, withdrawn: 1, transferred: 1, ruledInvalid: 0 });
  });
});
