import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, replyDelivered, replyPublished } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../../../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
let token: string;
let status = 200;
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const platform: Server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(status).end();
  });
});
let url = '';
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  token = await fixture.token('security-administrator', { sub: 'keeper' });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}/hook?tenant=secret-7`;
});
afterAll(async () => {
  await fixture.drop();
  platform.closeAllConnections();
  await new Promise((resolve) => platform.close(resolve));
});

const ask = (path: string, body?: object, method = body ? 'POST' : 'GET') => call(`${intake.url}/v1${path}`, { token, method, ...(body && { body }) });
const register = () => ask('/channels/board/webhook', { url }, 'PUT');
const listed = async () => (await ask('/channel-webhooks')).body['items'] as { channel: string; state: string; waiting: number; failed: number }[];
const failures = async (query = '') => (await ask(`/channels/board/webhook/failures${query}`)).body as { items: { messageNumber: string; deliveryId: string; attempts: number; reason: string }[]; next: string | null };

async function replied(externalId: string): Promise<string> {
  const { body } = await pushMessage(intake, message(externalId), { key: channelKeys.board });
  const [messageId, replyId] = [String(body['messageId']), randomUUID()];
  const data = { messageId, replyId, unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public' as const, interim: false, submittedAt: '2026-11-24T01:00:00.000Z', publishedAt: '2026-11-24T02:00:00.000Z', path: '/messages/x', text: '您好：已修复。', historical: false };
  await fixture.deliver(createEvent(replyPublished, { subject: messageId, sequence: 1, time: new Date('2026-11-24T02:00:00Z'), data }));
  return replyId;
}

describe('the webhook of a channel', () => {
  it('is nowhere before it is registered: nothing is tested or sent again', async () => {
    expect(await listed()).toEqual([]);
    for (const deed of ['tests', 'replays']) expect((await ask(`/channels/board/webhook/${deed}`, {})).body).toMatchObject({ status: 404, code: 'intake.no-webhook' });
  });

  it('is listed, without its secret, and tried with a signed webhook.test', async () => {
    const { body } = await register();
    const secret = String(body['secret']);
    expect(await listed()).toMatchObject([{ channel: 'board', url, state: 'enabled', waiting: 0, failed: 0 }]);
    expect(JSON.stringify(await listed())).not.toContain(secret);
    expect((await ask('/channels/board/webhook/tests', {})).body).toEqual({ delivered: true, reason: null });
    const sent = received.at(-1)!;
    expect(new Webhook(secret).verify(sent.body, sent.headers as Record<string, string>)).toMatchObject({ type: 'webhook.test', data: { channel: 'board' } });
    status = 503;
    expect((await ask('/channels/board/webhook/tests', {})).body).toEqual({ delivered: false, reason: 'HTTP 503' });
  });

  it('shows what was given up in pages, without words of a message, and sends it again with the ids of before', async () => {
    status = 500;
    const ids = [await replied('w-1'), await replied('w-2'), await replied('w-3')];
    await eventually(async () => expect(await listed()).toMatchObject([{ waiting: 0, failed: 3 }]));
    const first = await failures('?limit=2');
    const rest = await failures(`?limit=2&after=${first.next}`);
    const shown = [...first.items, ...rest.items];
    expect(shown.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(ids.map((id) => `msg_${id}`).toSorted());
    expect([first.items.length, rest.next, shown[0]]).toMatchObject([2, null, { messageNumber: expect.stringMatching(/^HN/), attempts: 3, reason: 'HTTP 500' }]);
    expect(JSON.stringify(shown)).not.toContain('修复');
    status = 200;
    expect(await ask('/channels/board/webhook/replays', {})).toMatchObject({ status: 202, body: { count: 3 } });
    await eventually(async () => expect(await fixture.events(replyDelivered.subject)).toHaveLength(3));
    expect(new Set(received.slice(-3).map(({ headers }) => headers['webhook-id']))).toEqual(new Set(ids.map((id) => `msg_${id}`)));
    expect((await failures()).items).toEqual([]);
  });

  it('is kept by the integration itself, with its key: another address, a new secret, and what it has missed', async () => {
    const own = (path: string, body?: object, method = body ? 'POST' : 'GET', headers = {}) => call(`${intake.url}/v1/channels/board/webhook${path}`, { token: channelKeys.board, method, headers, ...(body && { body }) });
    expect((await own('')).body).toMatchObject({ channel: 'board', url, state: 'enabled', failed: 0, previousSecretEndsAt: null });
    const [sentBefore, before] = [received.length, String((await register()).body['secret'])];
    expect((await own('', { url: 'http://user:word@127.0.0.1/' }, 'PATCH')).body).toMatchObject({ status: 400, code: 'intake.webhook-url-refused' });
    expect(await own('', { url: `${url}&moved` }, 'PATCH')).toMatchObject({ status: 200, body: { url: `${url}&moved` } });
    expect((await own('/tests', {})).body).toEqual({ delivered: true, reason: null });

    const again = { 'idempotency-key': 'rotation-1' };
    const [rotated, repeated] = [await own('/secrets', { overlapHours: 1 }, 'POST', again), await own('/secrets', { overlapHours: 1 }, 'POST', again)];
    expect([rotated.status, repeated.status, repeated.body]).toEqual([201, 200, rotated.body]);
    const secret = String(rotated.body['secret']);
    await own('/tests', {});
    const both = received.at(-1)!;
    for (const one of [secret, before]) expect(() => new Webhook(one).verify(both.body, both.headers as Record<string, string>)).not.toThrow();
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
    await fixture.dataSource.query(`UPDATE webhook SET previous_ends_at = $1`, [new Date()]);
    await own('/tests', {});
    const one = received.at(-1)!;
    expect(() => new Webhook(secret).verify(one.body, one.headers as Record<string, string>)).not.toThrow();
    expect(() => new Webhook(before).verify(one.body, one.headers as Record<string, string>)).toThrow();
    expect((await own('')).body['previousSecretEndsAt']).toBeNull();
    expect((await own('/secrets', { overlapHours: 0 })).status).toBe(201);
    expect((await own('/secrets', { overlapHours: 1 }, 'POST', again)).body).toMatchObject({ status: 409, code: 'intake.webhook-secret-replaced' });
    expect(received.length).toBe(sentBefore + 3);
  });

  it('is sent one delivery again, or all since, in their order and under their ids; others are told of none twice', async () => {
    const own = (body: object) => call(`${intake.url}/v1/channels/board/webhook/replays`, { token: channelKeys.board, body });
    const idsFrom = (start: number) => received.slice(start).map(({ headers }) => String(headers['webhook-id']));
    const start = received.length;
    const since = new Date().toISOString();
    const ids = [await replied('r-1'), await replied('r-2')].map((id) => `msg_${id}`);
    await eventually(async () => expect(await listed()).toMatchObject([{ waiting: 0 }]));
    const told = (await fixture.events(replyDelivered.subject)).length;
    expect(idsFrom(start).toSorted()).toEqual(ids.toSorted());
    expect(await own({ deliveryId: ids[0] })).toMatchObject({ status: 202, body: { count: 1 } });
    await eventually(async () => expect([received.length, (await listed())[0]?.waiting]).toEqual([start + 3, 0]));
    expect(idsFrom(start + 2)).toEqual([ids[0]]);
    expect(await own({ since })).toMatchObject({ status: 202, body: { count: 2 } });
    await eventually(async () => expect([received.length, (await listed())[0]?.waiting]).toEqual([start + 5, 0]));
    expect((await fixture.events(replyDelivered.subject)).length).toBe(told);
    expect((await own({ deliveryId: `msg_${randomUUID()}` })).body).toMatchObject({ status: 404, code: 'intake.delivery-not-found' });
    expect((await own({ since: 'yesterday' })).status).toBe(400);
  });

  it('that says it is gone hears of nothing more until it is registered again', async () => {
    status = 410;
    expect((await ask('/channels/board/webhook/tests', {})).body).toEqual({ delivered: false, reason: 'HTTP 410' });
    expect(await listed()).toMatchObject([{ state: 'gone' }]);
    expect((await ask('/channels/board/webhook/replays', {})).status).toBe(404);
    status = 200;
    expect((await register()).status).toBe(200);
    expect((await ask('/channels/board/webhook/tests', {})).body).toMatchObject({ delivered: true });
  });

  it('and who registered, tried and replayed it stands in the audit log, by its host alone', async () => {
    const entries = await fixture.dataSource.query<{ did: string; by: string; about: string; details: object }[]>(`SELECT did, by, about, details FROM audit_entry WHERE did LIKE 'webhook.%'`);
    expect(new Set(entries.map(({ did }) => did))).toEqual(new Set(['webhook.registered', 'webhook.changed', 'webhook.secret-rotated', 'webhook.tested', 'webhook.replayed']));
    expect(entries.every(({ by, about }) => (by === 'keeper' || /^channel-key:[0-9a-f-]{36}$/.test(by)) && about === 'board')).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('secret-7');
  });
});
