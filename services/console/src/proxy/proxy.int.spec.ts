import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { ConsoleFixture, type BrowserPeer } from '../console.fixture.js';

let fixture: ConsoleFixture;
let browser: BrowserPeer;
beforeAll(async () => {
  fixture = await ConsoleFixture.create();
  browser = await fixture.signedIn();
});
afterAll(() => fixture.drop());
beforeEach(() => {
  fixture.received.length = 0;
  fixture.answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[],"next":null}');
});

const draft = '0199f0a2-7c11-7a55-9a3e-0d7f5a3c1b01';
const cookie = () => `wenzheng-session=${browser.cookies.get('wenzheng-session')}`;

/** Bytes as no browser sends them. */
async function raw(...lines: string[]): Promise<string> {
  const { hostname, port } = new URL(fixture.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
    socket.setEncoding('utf8').setTimeout(5_000, () => socket.destroy());
    socket.on('data', (chunk: string) => (answer += chunk)).on('close', () => resolve(answer)).on('error', reject);
  });
}

describe('what the documents allow to a person’s role', () => {
  it('goes on with the person’s token, and nothing else that the browser says of itself', async () => {
    const answer = await browser.ask('/api/routing/v1/sign-offs?limit=5', { headers: { authorization: 'Bearer mine', 'x-forwarded-for': '6.6.6.6', 'x-role': 'administrator', te: 'trailers', 'accept-language': 'zh' } });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const [{ url, headers }] = fixture.received as [(typeof fixture.received)[number]];
    expect(url).toBe('/v1/sign-offs?limit=5');
    expect(headers.authorization).toMatch(/^Bearer eyJ/);
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'accept-language', 'authorization', 'connection', 'host', 'x-forwarded-for']);
    expect(headers['x-forwarded-for']).not.toBe('6.6.6.6');
  });

  it('comes back without cookies and with no place of another host', async () => {
    const places = ['/v1/drafts/1', 'https://evil.example/', '//evil.example'];
    for (const place of places) {
      fixture.answer = (_request, response) => response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': 'wenzheng-session=planted', location: place, 'x-powered-by': 'x', 'access-control-allow-origin': '*' }).end('{}');
      const answer = await browser.post(`/api/routing/v1/drafts/${draft}/decisions`, { version: 1, decision: 'sign' });
      expect([answer.status, answer.headers.get('location'), answer.headers.getSetCookie(), answer.headers.get('x-powered-by'), answer.headers.get('access-control-allow-origin')]).toEqual([
        201, place === places[0] ? '/api/routing/v1/drafts/1' : null, [], null, null,
      ]);
    }
  });

  it.each([
    ['another role’s', 'GET', '/api/routing/v1/audit-log', 403], ['a program’s', 'GET', '/api/routing/v1/ledger/board/2026-11-23', 403], ['a channel’s', 'POST', '/api/intake/v1/channels/board/messages', 404],
    ['none that is documented', 'GET', '/api/routing/v1/secrets', 404], ['another method', 'DELETE', `/api/routing/v1/drafts/${draft}`, 404], ['metrics', 'GET', '/api/routing/metrics', 404], ['the document', 'GET', '/api/routing/openapi.json', 404],
    ['no service’s', 'GET', '/api/postgres/v1/sign-offs', 404],
  ])('does not reach %s', async (_, method, path, status) => {
    const answer = await browser.ask(path, { method, headers: { 'x-csrf-token': browser.csrf } });
    expect([answer.status, fixture.received]).toEqual([status, []]);
  });

  it('is nobody’s who is signed out', async () => {
    expect([(await fixture.browser().ask('/api/routing/v1/sign-offs')).status, fixture.received]).toEqual([401, []]);
  });
});

describe('a path that is a trick', () => {
  it.each([
    '/api/routing/v1/drafts/..%2f..%2fv1%2faudit-log', '/api/routing/v1/drafts/%2e%2e', '/api/routing/v1/drafts/%2e%2e%2f%2e%2e%2fmetrics', '/api/routing/v1/drafts/..%5c..%5cmetrics', '/api/routing/v1/drafts/%2e%2e/versions/1',
    '/api/routing/v1/drafts/x%00y', '/api/routing/v1/drafts/x%0d%0aHost:%20evil', '/api/routing/%2e%2e/%2e%2e/metrics', '/api/routing//v1/sign-offs', '/api/routing/v1/../../intake/v1/sign-offs',
  ])('%s reaches no other place', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1`, 'Host: console', `Cookie: ${cookie()}`, 'Connection: close', '', '');
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404)/);
    for (const { url } of fixture.received) expect(url).toMatch(/^\/v1\/drafts\/[^/?#]+(?:\/versions\/1)?$/);
    for (const { url } of fixture.received) expect(new URL(url, 'http://routing').pathname).toBe(url);
  });

  it.each(['http://abcde\\\\evil.example/api/routing/v1/sign-offs', 'http://evil.example/api/routing/v1/sign-offs', '//evil.example/api/routing/v1/sign-offs'])('in the form %s reaches the service alone, or nothing', async (target) => {
    await raw(`GET ${target} HTTP/1.1`, 'Host: console', `Cookie: ${cookie()}`, 'Connection: close', '', '');
    expect(fixture.received.map(({ url }) => url).filter((url) => url !== '/v1/sign-offs')).toEqual([]);
  });
});

describe('a request that is a trick', () => {
  const path = `/api/routing/v1/drafts/${draft}/decisions`;
  const post = (...lines: string[]) => raw(`POST ${path} HTTP/1.1`, 'Host: console', `Cookie: ${cookie()}`, `X-CSRF-Token: ${browser.csrf}`, 'Content-Type: application/json', 'Connection: close', ...lines);

  it('with two lengths is refused, and no second request is smuggled', async () => {
    const hidden = 'GET /v1/audit-log HTTP/1.1\r\nHost: x\r\n\r\n';
    expect(await post('Content-Length: 4', 'Transfer-Encoding: chunked', '', '0', '', hidden)).toMatch(/^HTTP\/1\.1 400/);
    expect(await post('Content-Length: 4', `Content-Length: ${4 + hidden.length}`, '', `null${hidden}`)).toMatch(/^HTTP\/1\.1 400/);
    expect(fixture.received).toEqual([]);
  });

  it('in chunks goes on whole, with its length', async () => {
    expect(await post('Transfer-Encoding: chunked', '', '2', '{}', '0', '', '')).toMatch(/^HTTP\/1\.1 200/);
    expect(fixture.received).toMatchObject([{ url: `/v1/drafts/${draft}/decisions`, body: '{}', headers: { 'content-length': '2' } }]);
    expect(fixture.received[0]!.headers['transfer-encoding']).toBeUndefined();
  });

  it('that names headers of its own as those of the connection loses nothing of ours', async () => {
    await raw('GET /api/routing/v1/sign-offs HTTP/1.1', 'Host: console', `Cookie: ${cookie()}`, 'Connection: close, authorization, x-forwarded-for', 'Proxy-Authorization: Basic x', '', '');
    expect(fixture.received[0]!.headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer eyJ/), 'x-forwarded-for': expect.any(String) });
    expect(fixture.received[0]!.headers['proxy-authorization']).toBeUndefined();
  });

  it('to change the protocol is a request like any other', async () => {
    const answer = await raw('GET /api/routing/v1/sign-offs HTTP/1.1', 'Host: console', `Cookie: ${cookie()}`, 'Connection: Upgrade, close', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', '', '');
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(fixture.received[0]!.headers['upgrade']).toBeUndefined();
  });

  it('that is larger than its operation takes is refused, said or in chunks, before anything goes on', async () => {
    const large = 'x'.repeat(2_000_000);
    const said = await browser.post(path, large).then(({ status }) => status, () => 'cut off');
    expect([413, 'cut off']).toContain(said);
    const chunked = await post('Transfer-Encoding: chunked', '', large.length.toString(16), large, '0', '', '').catch(() => '');
    expect(chunked === '' || chunked.startsWith('HTTP/1.1 413')).toBe(true);
    expect(fixture.received).toEqual([]);
  });
});

describe('a stream of events', () => {
  it('ends when the session does, and is not given again', async () => {
    fixture.provider.person = { sub: 'supervision', name: '都察明', claims: { roles: ['supervision-office'] } };
    const reader = await fixture.signedIn();
    let left = false;
    fixture.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\ndata: {}\n\n');
      response.once('close', () => (left = true));
    };
    const stream = await reader.ask('/api/deadline-supervision/v1/escalations/stream', { headers: { accept: 'text/event-stream' } });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const chunks = stream.body!.getReader();
    expect(new TextDecoder().decode((await chunks.read()).value)).toContain('id: 1');
    await fixture.dataSource.query(`DELETE FROM session WHERE subject = 'supervision'`);
    expect(await chunks.read()).toEqual({ done: true, value: undefined });
    await eventually(() => expect(left).toBe(true));
    expect((await reader.ask('/api/deadline-supervision/v1/escalations/stream', { headers: { accept: 'text/event-stream' } })).status).toBe(401);
  });
});

it('a file goes through as it comes, and not at all beyond what its operation takes', async () => {
  fixture.arrived = 0;
  const send = (body: BodyInit, more: object = {}) =>
    browser.ask(`/api/intake/v1/reply-attachments/${draft}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': browser.csrf }, body, ...more });
  let sender: ReadableStreamDefaultController<Uint8Array> | undefined;
  const half = new ReadableStream<Uint8Array>({
    start(controller) {
      sender = controller;
      controller.enqueue(new Uint8Array(70_000).fill(97));
    },
  });
  const sending = send(half, { duplex: 'half' });
  await eventually(() => expect(fixture.arrived).toBe(70_000));
  sender?.enqueue(new Uint8Array([98]));
  sender?.close();
  expect([(await sending).status, fixture.received[0]?.body.length, fixture.received[0]?.body.at(-1)]).toEqual([200, 70_001, 'b']);
  expect((await send(new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect(fixture.received).toHaveLength(1);
});
