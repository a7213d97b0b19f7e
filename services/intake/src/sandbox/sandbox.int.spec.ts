import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, readWebhook, Refusal } from '@wenzheng/client';
import { createEvent, unitChanged } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Webhook } from 'standardwebhooks';
import { messageBodySchema } from '../message/message-body.js';
import { happeningTypes } from '../delivery/happening/happening.schemas.js';
import { webhookSchemaOf } from '../delivery/happening/webhook.documents.js';
import { messageStateSchema } from '../status/status.service.js';
import { call, channelKeys, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';
import { Sandbox } from './sandbox.service.js';

let fixture: Fixture;
let intake: Replica;
let token: string;
let key: string;
let other: string;
const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
const platform = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(request.url === '/away' ? 503 : 204).end();
  });
});
let address = '';

const make = async (label: string) => (await call(`${intake.url}/v1/channels/board/keys`, { token, body: { label, sandbox: true } })).body as unknown as { key: { keyId: string; sandbox: boolean }; secret: string };

beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  token = await fixture.token('security-administrator', { sub: 'keeper' });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  await call(`${intake.url}/v1/channels/board/webhook`, { token, method: 'PUT', body: { url: `${address}/real` } });
  await fixture.deliver(createEvent(unitChanged, { subject: 'CG', sequence: 1, time: new Date('2026-11-23T00:00:00Z'), data: { unit: { code: 'CG', name: '市城市管理局' }, parent: null, level: 2, phones: [], removed: false, otherNames: [] } }));
  await pushMessage(intake, message('real-1'));
  const made = await make('试接单位');
  expect([made.key.sandbox, made.secret]).toEqual([true, expect.stringMatching(/^wzk_test_/)]);
  key = made.secret;
  other = (await make('另一家')).secret;
});
afterAll(async () => {
  await fixture.drop();
  platform.closeAllConnections();
  await new Promise((resolve) => platform.close(resolve));
});

const push = (externalId: string, changes: object = {}, as = key) => pushMessage(intake, message(externalId, changes), { key: as });
const ask = (path: string, body?: object, { method = body ? 'POST' : 'GET', as = key } = {}) => call(`${intake.url}/v1/channels/board${path}`, { token: as, method, ...(body && { body }) });
const happen = (externalId: string, type: string, data?: object) => ask(`/sandbox/messages/${externalId}/happenings`, { type, ...(data && { data }) });

/** Every row of every table, but of the sandbox, of when a key was last used and of how far the relay is. Of the outbox there is a day's table more or less at any time. */
async function registry(): Promise<Record<string, string>> {
  const tables = await fixture.dataSource.query<{ name: string }[]>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'sandbox_%' AND table_name NOT IN ('channel_key', 'outbox_progress') AND NOT (table_name LIKE 'outbox_2%') ORDER BY 1`);
  const found = await fixture.dataSource.query<{ name: string; rows: string }[]>(tables.map(({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || md5(coalesce(string_agg(one::text, chr(10) ORDER BY one::text), '')) AS rows FROM "${name}" AS one`).join(' UNION ALL '));
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}

describe('a test key 测试密钥', () => {
  it('leaves everything that is registered, told or counted as it is, whatever is done with it for a day', async () => {
    const own = () => Promise.all([ask('/messages/real-1', undefined, { as: channelKeys.board }), ask('/reconciliation?from=2026-11-01&to=2026-12-31', undefined, { as: channelKeys.board })]).then((answers) => answers.map(({ body }) => body));
    await eventually(async () => expect(await fixture.dataSource.query('SELECT count(*)::int AS count FROM ledger_count')).not.toEqual([{ count: 0 }]));
    const [rows, views] = [await registry(), await own()];
    expect(await push('s-1', { kind: 'complaint', unit: '无此单位' })).toMatchObject({ status: 201, body: { sandbox: true, notices: [{ code: 'intake.unknown-unit' }] } });
    expect((await push('real-1', { text: '与正式的同一个编号。' })).status).toBe(201);
    const event = { specversion: '1.0', type: 'cn.gov.huainan.wz.message.submitted.v1', source: '/spec', id: 's-2', time: '2026-11-23T08:59:00+08:00', data: { author: { externalId: 'a' }, text: '路灯不亮' } };
    expect((await call(`${intake.url}/v1/channels/board/events`, { token: key, body: event, headers: { 'content-type': 'application/cloudevents+json' } })).status).toBe(201);
    expect((await ask('/likes', { counts: [{ externalId: 's-1', likes: 9, countedAt: '2026-11-23T08:59:00+08:00' }, { externalId: 'real-2', likes: 9, countedAt: '2026-11-23T08:59:00+08:00' }] }, { method: 'PUT' })).body).toEqual({ unknown: ['real-2'] });
    for (const type of ['message.assigned', 'message.extended', 'message.replied']) expect((await happen('s-1', type)).status).toBe(201);
    fixture.clock.set('2026-11-24T09:00:00+08:00');
    expect((await push('s-3')).status).toBe(201);
    expect(await own()).toEqual(views);
    expect(await registry()).toEqual(rows);
    expect(received).toEqual([]);
  });

  it('gives receipts that nobody can take for real ones, the same for a repeat, and lets nothing be queried with them', async () => {
    const first = await push('r-1');
    expect(first.body['messageNumber']).toMatch(/^TEST-HN20261124-\d{4,}$/);
    expect(await push('r-1')).toMatchObject({ status: 200, body: first.body });
    expect(await push('r-1', { text: '改了字。' })).toMatchObject({ status: 409, body: { code: 'intake.external-id-conflict' } });
    const { messageNumber: number, trackingCode } = first.body as { messageNumber: string; trackingCode: string };
    for (const typed of [number, number.slice('TEST-'.length)]) expect((await call(`${intake.url}/v1/queries`, { body: { number: typed, trackingCode } })).status).toBe(404);
    const kept = await fixture.dataSource.query<object[]>('SELECT * FROM sandbox_message');
    expect(JSON.stringify(kept)).not.toMatch(/路灯|citizen-1/);
  });

  it('is refused what a message would be refused', async () => {
    expect(messageBodySchema.safeParse(message('x', { visibilty: 'private' })).success).toBe(false);
    expect((await push('x', { visibilty: 'private' })).status).toBe(400);
    expect((await push('x', { occurredAt: '2027-01-01T00:00:00Z' })).body).toMatchObject({ code: 'intake.occurred-in-future' });
    expect((await push('x', { sessionId: 'none' })).body).toMatchObject({ status: 422, code: 'intake.session-unknown' });
    expect((await push('x', { replyTo: 'none' })).body).toMatchObject({ status: 422, code: 'intake.reply-to-unknown' });
    expect((await ask('/messages/x')).status).toBe(404);
  });

  it('is good for nothing else: neither another key’s tests, nor the channel’s webhook, nor Open311', async () => {
    expect((await ask('/messages/r-1', undefined, { as: other })).status).toBe(404);
    expect((await ask('/reconciliation?from=2026-11-01&to=2026-12-31', undefined, { as: other })).body).toEqual({ days: [], items: [], next: null });
    expect((await ask('/webhook')).body).toMatchObject({ status: 403, code: 'intake.sandbox-key-refused' });
    expect((await ask('/webhook', { url: `${address}/mine` }, { method: 'PATCH' })).body).toMatchObject({ status: 403, code: 'intake.sandbox-key-refused' });
    const upload = await fetch(`${intake.url}/v1/channels/board/messages/r-1/attachments/a`, { method: 'PUT', body: 'x', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' } });
    expect(upload.status).toBe(403);
    const portal = (await call(`${intake.url}/v1/channels/portal/keys`, { token, body: { label: '门户试接', sandbox: true } })).body as unknown as { secret: string };
    const posted = await fetch(`${intake.url}/open311/v2/requests.json`, { method: 'POST', body: new URLSearchParams({ api_key: portal.secret, service_code: 'general', description: '路灯不亮' }) });
    expect(posted.status).toBe(403);
    expect((await ask('/sandbox/messages/real-1/happenings', { type: 'message.replied' }, { as: channelKeys.board })).body).toMatchObject({ status: 403, code: 'intake.sandbox-key-needed' });
  });

  it('is taken beside five real ones, and its successor begins anew', async () => {
    const { key: mine } = await make('第三家');
    const rotated = (await call(`${intake.url}/v1/channel-keys/${mine.keyId}/rotations`, { token, body: {} })).body as unknown as { key: { sandbox: boolean }; secret: string };
    expect([rotated.key.sandbox, rotated.secret]).toEqual([true, expect.stringMatching(/^wzk_test_/)]);
    expect((await push('successor', {}, rotated.secret)).body).toMatchObject({ sandbox: true });
    const real = await Promise.all(['一', '二', '三', '四'].map((label) => call(`${intake.url}/v1/channels/board/keys`, { token, body: { label } })));
    expect(real.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });
});

describe('what its holder lets happen', () => {
  it('goes signed and marked to the webhook of the key, and never to that of the channel', async () => {
    expect((await happen('r-1', 'message.assigned')).body).toMatchObject({ delivery: 'no-webhook', reason: null });
    const { body: webhook, status } = await ask('/sandbox/webhook', { url: `${address}/test` }, { method: 'PUT' });
    expect(status).toBe(201);
    const secret = String(webhook['secret']);
    for (const type of happeningTypes) {
      const { body } = await happen('r-1', type);
      expect([type, body['delivery']]).toEqual([type, 'delivered']);
      const sent = received.at(-1)!;
      const told = new Webhook(secret).verify(sent.body, sent.headers as Record<string, string>) as { data: { sandbox: boolean; messageNumber: string } };
      expect([sent.headers['webhook-id'], told.data.sandbox, webhookSchemaOf(type).safeParse(told).error?.issues]).toEqual([`msg_${String(body['happeningId'])}`, true, undefined]);
      expect(told.data.messageNumber).toMatch(/^TEST-/);
    }
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/test']));
    expect(await ask('/sandbox/webhook', { url: `${address}/away` }, { method: 'PUT' })).toMatchObject({ status: 200 });
    expect((await happen('r-1', 'message.replied')).body).toMatchObject({ delivery: 'failed', reason: 'HTTP 503' });
  });

  it('stands in its state, in the very form of a message’s', async () => {
    const { body } = await ask('/messages/r-1');
    expect(messageStateSchema.strict().safeParse(body).error?.issues).toBeUndefined();
    expect(body).toMatchObject({ sandbox: true, ending: 'publicly-answered', hold: null, unit: null });
    expect((body['replies'] as { delivery: object }[]).map(({ delivery }) => delivery)).toMatchObject([{ state: 'delivered', attempts: 1 }, { state: 'delivered' }, { state: 'failed' }]);
    expect(body['happenings'] as unknown[]).toHaveLength(happeningTypes.length - 3 + 1);
  });

  it('says what it was told to say, held against the schema of its type', async () => {
    expect((await happen('r-1', 'message.replied', { text: '已修复。', visibility: 'private', interim: true })).body).toMatchObject({ data: { text: '已修复。', visibility: 'private', interim: true } });
    expect((await happen('r-1', 'message.replied', { interim: 'yes' })).body).toMatchObject({ status: 400, errors: [{ pointer: '/data/interim' }] });
    expect((await happen('r-1', 'message.replied', { unknown: 1 })).status).toBe(400);
    expect((await happen('nobody', 'message.replied')).status).toBe(404);
  });

  it('lets a test message be asked after, twice', async () => {
    await push('q-0');
    expect((await push('q-1', { replyTo: 'q-0' })).body).toMatchObject({ status: 409, code: 'intake.not-answered' });
    await happen('q-0', 'message.replied');
    expect((await push('q-1', { replyTo: 'q-0', author: { externalId: 'somebody-else' } })).body).toMatchObject({ code: 'intake.reply-to-another-author' });
    const asked = [];
    for (const externalId of ['q-1', 'q-2', 'q-3', 'q-1']) asked.push((await push(externalId, { replyTo: 'q-0' })).status);
    expect(asked).toEqual([201, 201, 409, 200]);
  });
});

it('is tried with the published client: a first message, its state, what is refused, and what it hears', async () => {
  const client = connect<ClientPaths>({ url: intake.url, key });
  const path = { channel: 'board' as const };
  const { data: receipt, response } = await client.POST('/v1/channels/{channel}/messages', { params: { path }, body: message('c-1') });
  expect([response.status, receipt?.messageNumber]).toEqual([201, expect.stringMatching(/^TEST-/)]);
  const { data: webhook } = await client.PUT('/v1/channels/{channel}/sandbox/webhook', { params: { path }, body: { url: `${address}/client` } });
  await client.POST('/v1/channels/{channel}/sandbox/messages/{externalId}/happenings', { params: { path: { ...path, externalId: 'c-1' } }, body: { type: 'message.assigned' } });
  expect(readWebhook<ClientWebhooks>(webhook!.secret, received.at(-1)!)).toMatchObject({ type: 'message.assigned', data: { externalId: 'c-1' } });
  const refused = client.POST('/v1/channels/{channel}/messages', { params: { path }, body: { ...message('c-1'), text: '改了字。' } });
  await expect(refused).rejects.toThrow(Refusal);
  await expect(refused).rejects.toMatchObject({ status: 409, code: 'intake.external-id-conflict' });
});

it('everything that came with test keys is forgotten within a fortnight', async () => {
  const { items } = (await ask('/reconciliation?from=2026-11-01&to=2026-12-31&limit=2')).body as { items: unknown[]; next: string };
  expect(items).toHaveLength(2);
  fixture.clock.set('2026-12-09T09:00:00+08:00');
  await intake.app.get(Sandbox, { strict: false }).forget();
  for (const table of ['sandbox_message', 'sandbox_happening']) expect(await fixture.count(table)).toBe(0);
});

// Of the interface just what is called here: its own types are made by the client's build, and held by the client's spec.
type Answers<Body> = { content: { 'application/json': Body } };
interface Posts<Path, Sent, Answer> {
  parameters: { path: Path };
  requestBody: { content: { 'application/json': Sent } };
  responses: { 201: Answers<Answer> };
}
type OfChannel = { channel: 'board' };
interface ClientPaths {
  '/v1/channels/{channel}/messages': { post: Posts<OfChannel, object, { messageNumber: string }> };
  '/v1/channels/{channel}/sandbox/webhook': { put: Posts<OfChannel, { url: string }, { secret: string }> };
  '/v1/channels/{channel}/sandbox/messages/{externalId}/happenings': { post: Posts<OfChannel & { externalId: string }, { type: string }, object> };
}
interface ClientWebhooks {
  'message.assigned': { post: { requestBody: { content: { 'application/json': { type: 'message.assigned'; data: { externalId: string } } } } } };
}
