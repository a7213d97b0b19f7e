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
    expect(new Set(entries.map(({ did }) => did))).toEqual(new Set(['webhook.registered', 'webhook.tested', 'webhook.replayed']));
    expect(entries.every(({ by, about }) => by === 'keeper' && about === 'board')).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('secret-7');
  });
});
