import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { insertEscalations, withdrawEscalations } from '../escalation-rows.js';
import { EscalationService } from '../escalation.service.js';
import type { WebhookEndpoint, WebhookFailure } from './endpoint.schemas.js';
import { isSignedBy, Receiver } from './webhook.fixture.js';

let fixture: Fixture;
let replicas: Replica[];
let replica: Replica;
const receivers: Receiver[] = [];
beforeAll(async () => {
  fixture = await Fixture.create();
  replicas = [await fixture.start(), await fixture.start()];
  replica = replicas[0] as Replica;
});
afterEach(async () => {
  await fixture.clear();
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => fixture.drop());

const path = '/v1/webhook-endpoints';
async function ask<Body = WebhookEndpoint>(address: string, body?: object, { role = 'supervision-office' as Role, method, key }: { role?: Role; method?: string; key?: string } = {}, through = replica) {
  const answer = await through.call(`${path}${address}`, { role, sub: 'li', ...(body === undefined ? {} : { body }), ...(method === undefined ? {} : { method }), ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }) });
  return { ...answer, body: answer.body as Body };
}
async function receiving(role: Role = 'supervision-office', after?: string): Promise<{ receiver: Receiver; endpoint: WebhookEndpoint }> {
  const receiver = new Receiver();
  receivers.push(receiver);
  const { status, body } = await ask('', { url: await receiver.listen(), ...(after === undefined ? {} : { after }) }, { role });
  expect(status).toBe(201);
  return { receiver, endpoint: body };
}
const stateOf = async ({ id }: WebhookEndpoint) => (await ask(`/${id}`)).body;
const failuresOf = async ({ id }: WebhookEndpoint, query = '') => (await ask<{ items: WebhookFailure[] }>(`/${id}/failures${query}`)).body.items;
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

async function raise(howMany: number, level: 1 | 3 = 1): Promise<string[]> {
  const escalations = Array.from({ length: howMany }, () => ({
    escalationId: randomUUID(), messageId: randomUUID(), messageNumber: 'N', channel: 'board' as const, unit: null, level,
    to: level === 3 ? ('inspection-bureau' as const) : ('supervision-office' as const), replyDueOn: '2026-09-22', finalDueOn: null, raisedAt: '2026-09-22T16:00:00Z',
  }));
  await fixture.dataSource.transaction((manager) => insertEscalations(manager, escalations));
  await replica.app.get(EscalationService).assignPositions();
  return escalations.map(({ messageId }) => messageId);
}
/** As though so many seconds had gone by. */
const wait = (seconds: number) =>
  fixture.dataSource.query(`UPDATE webhook_delivery SET first_attempt_at = first_attempt_at - $1 * interval '1 s', next_attempt_at = next_attempt_at - $1 * interval '1 s'`, [seconds]);

describe('R22: webhooks of escalations', () => {
  it('come signed with the key that is shown, in the order of positions, each once from two replicas', async () => {
    const { receiver, endpoint } = await receiving();
    await raise(60);
    await eventually(() => expect(receiver.received).toHaveLength(60));
    expect(receiver.positions).toEqual(upTo(60));
    const [key] = endpoint.keys;
    expect(receiver.received.every((one) => isSignedBy(String(key?.publicKey), one))).toBe(true);
    expect(receiver.received[0]).toMatchObject({ type: 'escalation.raised', headers: { 'content-type': 'application/json; charset=utf-8' } });
    await eventually(async () => expect(await stateOf(endpoint)).toMatchObject({ position: '60', waiting: 0, failed: 0, deliveredAt: expect.any(String) }));
    const sealed = JSON.stringify(await fixture.dataSource.query(`SELECT encode(ciphertext, 'escape') AS sealed FROM webhook_key`));
    expect(sealed).not.toContain('MC4CAQAwBQYDK2Vw');
  });

  it('show each office what it sees in the list; a withdrawal comes as news of its own', async () => {
    const [office, bureau] = [await receiving(), await receiving('inspection-bureau')];
    const [messageId = ''] = await raise(1);
    await raise(1, 3);
    await eventually(() => expect([office.receiver.positions, bureau.receiver.positions]).toEqual([[1, 2], [2]]));
    await fixture.dataSource.transaction((manager) => withdrawEscalations(manager, [{ messageId, level: 1 }], new Date('2026-09-23T01:00:00Z')));
    await replica.app.get(EscalationService).assignPositions();
    await eventually(() => expect(office.receiver.received.map(({ type }) => type)).toEqual(['escalation.raised', 'escalation.raised', 'escalation.withdrawn']));
    expect(new Set(office.receiver.received.map(({ id }) => id)).size).toBe(3);
  });

  it('begin with what is raised from now on, or after a position', async () => {
    await raise(3);
    const [fromNow, fromTwo] = [await receiving(), await receiving('supervision-office', '2')];
    await raise(1);
    await eventually(() => expect([fromNow.receiver.positions, fromTwo.receiver.positions]).toEqual([[4], [3, 4]]));
  });

  it('to one endpoint that takes its time hold no other up', async () => {
    const [slow, quick] = [await receiving(), await receiving()];
    let answerSlow = () => undefined as unknown;
    slow.receiver.answer = (_, response) => void (answerSlow = () => response.writeHead(204).end());
    await raise(30);
    await eventually(() => expect([slow.receiver.positions, quick.receiver.positions]).toEqual([[1], upTo(30)]));
    slow.receiver.answer = (_, response) => response.writeHead(204).end();
    answerSlow();
    await eventually(() => expect(slow.receiver.positions).toEqual(upTo(30)));
  });
});

describe('a delivery that fails', () => {
  it('while the endpoint is out of reach, waits and holds up what comes after it; nothing is missed, the id stays', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end();
    await raise(3);
    const [failure] = await eventually(async () => {
      const found = await failuresOf(endpoint);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(failure).toMatchObject({ position: '1', state: 'waiting', attempts: 1, reason: 'HTTP 503' });
    expect(Date.parse(String(failure?.nextAttemptAt)) - Date.parse(String(failure?.lastAttemptAt))).toBe(3_600_000);
    receiver.answer = (_, response) => response.writeHead(200).end();
    await wait(3_600);
    await eventually(() => expect(receiver.positions).toEqual([1, 1, 2, 3]));
    expect(receiver.received[0]?.id).toBe(receiver.received[1]?.id);
    await eventually(async () => expect(await failuresOf(endpoint)).toEqual([]));
  });

  it('because the endpoint refuses it, is overtaken and tried again for a day; then it is listed until it is replayed', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = ({ position }, response) => response.writeHead(position === '2' ? 422 : 204).end();
    await raise(4);
    await eventually(() => expect(receiver.positions).toEqual([1, 2, 3, 4]));
    await wait(23.9 * 3_600);
    await eventually(() => expect(receiver.positions).toEqual([1, 2, 3, 4, 2]));
    await eventually(async () => expect(await failuresOf(endpoint)).toMatchObject([{ position: '2', attempts: 2, state: 'waiting' }]));
    await wait(3_600);
    await eventually(async () => expect(await failuresOf(endpoint, '?state=failed')).toMatchObject([{ position: '2', attempts: 3, nextAttemptAt: null, reason: 'HTTP 422' }]));
    expect(await stateOf(endpoint)).toMatchObject({ failed: 1, waiting: 0, state: 'enabled' });
    receiver.answer = (_, response) => response.writeHead(204).end();
    expect((await ask(`/${endpoint.id}/replays`, { failed: '2' })).status).toBe(202);
    await eventually(() => expect(receiver.positions).toEqual([1, 2, 3, 4, 2, 2, 2]));
    await eventually(async () => expect(await stateOf(endpoint)).toMatchObject({ failed: 0, waiting: 0 }));
    expect((await ask(`/${endpoint.id}/replays`, { failed: '2' })).status).toBe(404);
    expect(await ask(`/${endpoint.id}/replays`, { failed: 'x' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/failed' }] } });
    expect(new Set(receiver.received.filter(({ position }) => position === '2').map(({ id }) => id)).size).toBe(1);
  });

  it('of an escalation that has been withdrawn since, is dropped: it is delivered from its later place', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = (_, response) => response.writeHead(500).end();
    const [messageId = ''] = await raise(1);
    await eventually(async () => expect(await failuresOf(endpoint)).toHaveLength(1));
    await fixture.dataSource.transaction((manager) => withdrawEscalations(manager, [{ messageId, level: 1 }], new Date('2026-09-23T01:00:00Z')));
    await replica.app.get(EscalationService).assignPositions();
    receiver.answer = (_, response) => response.writeHead(204).end();
    await wait(60);
    await eventually(() => expect(receiver.received.map(({ type }) => type)).toEqual(['escalation.raised', 'escalation.withdrawn']));
    await eventually(async () => expect(await failuresOf(endpoint)).toEqual([]));
  });

  it('with 410 makes the endpoint gone; enabled again, it goes on where it was', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = (_, response) => response.writeHead(410).end();
    await raise(2);
    await eventually(async () => expect(await stateOf(endpoint)).toMatchObject({ state: 'gone', position: '0' }));
    expect(receiver.positions).toEqual([1]);
    receiver.answer = (_, response) => response.writeHead(204).end();
    expect((await ask(`/${endpoint.id}`, { state: 'enabled' }, { method: 'PATCH' })).body.state).toBe('enabled');
    await eventually(() => expect(receiver.positions).toEqual([1, 1, 2]));
  });

  it('with a redirect is not sent elsewhere', async () => {
    const [{ receiver }, elsewhere] = [await receiving(), await receiving()];
    const other = (await stateOf(elsewhere.endpoint)).url;
    expect((await ask(`/${elsewhere.endpoint.id}`, { state: 'disabled' }, { method: 'PATCH' })).status).toBe(200);
    receiver.answer = (_, response) => response.writeHead(307, { location: other }).end();
    await raise(1);
    await eventually(() => expect(receiver.positions).toEqual([1]));
    expect(elsewhere.receiver.received).toEqual([]);
  });
});

describe('what an office does with its endpoints', () => {
  it('the same address again is the same endpoint; another office sees nothing of it', async () => {
    const { endpoint } = await receiving();
    const again = await ask('', { url: endpoint.url });
    expect([again.status, again.body.id]).toEqual([200, endpoint.id]);
    expect((await ask<{ items: unknown[] }>('', undefined, { role: 'inspection-bureau' })).body.items).toEqual([]);
    expect((await ask(`/${endpoint.id}`, undefined, { role: 'inspection-bureau' })).status).toBe(404);
    expect((await ask(`/${endpoint.id}`, undefined, { role: 'inspection-bureau', method: 'DELETE' })).status).toBe(404);
  });

  it('one request makes one, whatever became of its answer; its key is shown as before, and the private half never', async () => {
    const body = { url: 'http://127.0.0.1:9/once' };
    const made = await Promise.all([0, 1].flatMap(() => replicas.map((through) => ask('', body, { key: 'k-1' }, through))));
    expect(made.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
    expect(new Set(made.map(({ body: { id, keys } }) => JSON.stringify([id, keys]))).size).toBe(1);
    expect(JSON.stringify(made)).not.toMatch(/private|MC4CAQAw/);
    expect((await ask('', { url: 'http://127.0.0.1:9/other' }, { key: 'k-1' })).body).toMatchObject({ code: 'deadline-supervision.idempotency-key-reused' });
    await ask(`/${made[0]?.body.id}`, undefined, { method: 'DELETE' });
    expect((await ask('', body, { key: 'k-1' })).status).toBe(404);
    expect((await ask('', body)).status).toBe(201);
  });

  it('a key is replaced once for one request, so that the one before goes on signing', async () => {
    const { endpoint } = await receiving();
    const replace = async (key?: string) => {
      const { status, body } = await ask(`/${endpoint.id}/keys`, { overlapHours: 1 }, key ? { key } : {});
      return [status, body.keys.map(({ publicKey }) => publicKey)] as const;
    };
    const [[first, keys], [again, same]] = [await replace(), await replace()];
    expect([first, again, same]).toEqual([201, 200, keys]);
    expect(keys[1]).toBe(endpoint.keys[0]?.publicKey);
    const [keyed, repeated] = [await replace('k-2'), await replace('k-2')];
    expect([keyed[0], repeated[0], repeated[1]]).toEqual([201, 200, keyed[1]]);
  });

  it('they are listed page by page', async () => {
    const own = [await receiving(), await receiving(), await receiving()].map(({ endpoint }) => endpoint.id);
    const first = (await ask<{ items: WebhookEndpoint[]; next: string | null }>('?limit=2')).body;
    const second = (await ask<{ items: WebhookEndpoint[]; next: string | null }>(`?limit=2&after=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(own);
    expect(second.next).toBeNull();
  });

  it('disabled, it keeps its place', async () => {
    const { receiver, endpoint } = await receiving();
    await ask(`/${endpoint.id}`, { state: 'disabled', description: '督查室大屏' }, { method: 'PATCH' });
    await raise(2);
    expect((await ask(`/${endpoint.id}/tests`, {})).body).toEqual({ delivered: true, reason: null });
    expect(receiver.received.map(({ type }) => type)).toEqual(['endpoint.test']);
    await ask(`/${endpoint.id}`, { state: 'enabled' }, { method: 'PATCH' });
    await eventually(() => expect(receiver.positions.slice(1)).toEqual([1, 2]));
    expect((await stateOf(endpoint)).description).toBe('督查室大屏');
  });

  it('a test says what came of it', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = (_, response) => response.writeHead(404).end();
    expect((await ask(`/${endpoint.id}/tests`, {})).body).toEqual({ delivered: false, reason: 'HTTP 404' });
    await receiver.close();
    expect((await ask(`/${endpoint.id}/tests`, {})).body).toEqual({ delivered: false, reason: 'ECONNREFUSED' });
    receivers.pop();
  });

  it('a key that is replaced signs beside its successor for as long as was said', async () => {
    const { receiver, endpoint } = await receiving();
    const old = String(endpoint.keys[0]?.publicKey);
    const { status, body } = await ask(`/${endpoint.id}/keys`, { overlapHours: 1 });
    const next = String(body.keys[0]?.publicKey);
    expect([status, body.keys.map(({ publicKey }) => publicKey)]).toEqual([201, [next, old]]);
    expect(next).not.toBe(old);
    await raise(1);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect([old, next].map((key) => isSignedBy(key, receiver.received[0]!))).toEqual([true, true]);
    await fixture.dataSource.query(`UPDATE webhook_key SET expires_at = expires_at - interval '1 hour'`);
    await raise(1);
    await eventually(() => expect(receiver.received).toHaveLength(2));
    expect([old, next].map((key) => isSignedBy(key, receiver.received[1]!))).toEqual([false, true]);
  });

  it('everything after a position is delivered again on request, with the same ids', async () => {
    const { receiver, endpoint } = await receiving();
    await raise(5);
    await eventually(() => expect(receiver.positions).toEqual(upTo(5)));
    expect((await ask(`/${endpoint.id}/replays`, { after: '3' })).status).toBe(202);
    await eventually(() => expect(receiver.positions).toEqual([...upTo(5), 4, 5]));
    expect(receiver.received[3]?.id).toBe(receiver.received[5]?.id);
  });

  it('deleted, it hears no more and leaves nothing behind', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = (_, response) => response.writeHead(400).end();
    await raise(1);
    await eventually(async () => expect(await stateOf(endpoint)).toMatchObject({ waiting: 1 }));
    expect((await ask(`/${endpoint.id}`, undefined, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`/${endpoint.id}`)).status).toBe(404);
    expect([await fixture.dataSource.query('SELECT FROM webhook_key'), await fixture.dataSource.query('SELECT FROM webhook_delivery')]).toEqual([[], []]);
  });

  it('two endpoints have two addresses, and an office at most fifty of them', async () => {
    const [one, other] = [await receiving(), await receiving()];
    expect((await ask(`/${one.endpoint.id}`, { url: other.endpoint.url }, { method: 'PATCH' })).body).toMatchObject({ code: 'deadline-supervision.webhook-url-taken' });
    for (let index = 2; index < 50; index += 1) expect((await ask('', { url: `http://127.0.0.1:9/${index}` })).status).toBe(201);
    expect((await ask('', { url: 'http://127.0.0.1:9/x' })).body).toMatchObject({ code: 'deadline-supervision.too-many-webhooks' });
  });

  it.each(['http://127.0.0.1/x', 'https://127.0.0.1/x', 'https://localhost/x', 'https://10.0.0.1/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://100.64.0.1/', 'https://169.254.169.254/', 'https://[fd00::1]/', 'https://u:p@example.org/', 'https://no-such-name.invalid/', 'ftp://example.org/'])(
    '%s is refused unless private networks were allowed',
    async (url) => {
      strict ??= await fixture.start({ WEBHOOK_ALLOW_PRIVATE: 'false' });
      expect((await ask('', { url }, {}, strict)).body).toMatchObject({ code: 'deadline-supervision.webhook-url-refused' });
    },
  );
  let strict: Replica | undefined;
  // It would deliver too, and be refused.
  afterAll(() => strict?.close());

  it.each([[{}], [{ url: 1 }], [{ url: 'https://a.example', more: 1 }], [{ url: 'https://a.example', after: 'x' }]])('%j is refused', async (body) => {
    expect((await ask('', body)).status).toBe(400);
  });
});

describe('a replica that dies', () => {
  it('leaves its endpoints to the others, which go on where it was; nothing is missed', async () => {
    const { receiver, endpoint } = await receiving();
    receiver.answer = () => undefined;
    await raise(3);
    await eventually(() => expect(receiver.positions).toEqual([1]));
    // As after a kill: the lease has run out, and its holder settles nothing any more.
    await fixture.dataSource.query(`UPDATE webhook_endpoint SET lease = gen_random_uuid(), leased_until = leased_until - interval '2 min'`);
    receiver.answer = (_, response) => response.writeHead(204).end();
    await eventually(() => expect(receiver.positions).toEqual([1, 1, 2, 3]));
    await eventually(async () => expect(await stateOf(endpoint)).toMatchObject({ position: '3', waiting: 0 }));
  });
});
