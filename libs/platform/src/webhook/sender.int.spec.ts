import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { sendWebhook } from './sender.js';
import { newWebhookSecret, readWebhookSecret, signedBySecret } from './signature.js';

const secret = newWebhookSecret();
const body = '{"type":"escalation.raised","data":{}}';
let server: Server;
let port: number;
const accepted: unknown[] = [];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const status = Number(request.url?.slice(1));
    if (status === 200) accepted.push(new Webhook(secret).verify(Buffer.concat(chunks), request.headers as Record<string, string>));
    response.writeHead(status, status === 429 ? { 'retry-after': '120' } : status === 307 ? { location: '/200' } : {}).end(status === 200 ? '{"id":1}' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const attempt = (path: string, { allowPrivate = true, port: at = port } = {}) =>
  sendWebhook({ url: `http://127.0.0.1:${at}${path}`, id: 'msg_1', body, signers: [signedBySecret(readWebhookSecret(secret))], reach: { allowPrivate, allowHttp: true } });

describe('an attempt to send a webhook', () => {
  it('arrives signed, and its answer is given back', async () => {
    expect(await attempt('/200')).toEqual({ kind: 'delivered', answer: '{"id":1}' });
    expect(accepted).toEqual([JSON.parse(body)]);
  });

  it.each([201, 204, 299])('%d is success', async (status) => expect(await attempt(`/${status}`)).toMatchObject({ kind: 'delivered' }));

  it.each([301, 307, 400, 401, 403, 404, 422])('%d is refused: others may fare better; no redirect is followed', async (status) => {
    expect(await attempt(`/${status}`)).toEqual({ kind: 'failed', reason: `HTTP ${status}`, holding: false, afterSeconds: 0 });
    expect(accepted).toHaveLength(1);
  });

  it.each([408, 425, 500, 502, 503, 504])('%d holds the others up', async (status) => expect(await attempt(`/${status}`)).toMatchObject({ kind: 'failed', holding: true }));

  it('Retry-After is heard, 410 is the end', async () => {
    expect(await attempt('/429')).toEqual({ kind: 'failed', reason: 'HTTP 429', holding: true, afterSeconds: 120 });
    expect(await attempt('/410')).toEqual({ kind: 'gone' });
  });

  it('what cannot be reached, or may not be, has failed by its code', async () => {
    expect(await attempt('/200', { port: 1 })).toEqual({ kind: 'failed', reason: 'ECONNREFUSED', holding: true, afterSeconds: 0 });
    expect(await attempt('/200', { allowPrivate: false })).toMatchObject({ kind: 'failed', reason: 'AddressRefusedError' });
    expect(accepted).toHaveLength(1);
  });
});
