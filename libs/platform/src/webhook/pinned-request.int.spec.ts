import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddressRefusedError, postPinned, resolveAddress } from './pinned-request.js';

let server: Server;
let port: number;
const seen: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host}${request.url}`);
    request.resume();
    if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' }).end();
    else if (request.url === '/long') response.end('x'.repeat(1_000_000));
    else if (request.url === '/cut') response.writeHead(200, { 'content-length': '10' }).write('x', () => response.destroy());
    else response.end('{"id":"1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (path: string, { host = 'localhost', allowPrivate = true, scheme = 'http' } = {}) => postPinned(new URL(`${scheme}://${host}:${port}${path}`), {}, '{}', { allowPrivate, allowHttp: allowPrivate });

describe('a webhook call', () => {
  it('goes to the address that was checked, under the host name that was registered', async () => {
    expect(await post('/')).toEqual({ status: 200, retryAfterSeconds: undefined, body: '{"id":"1"}' });
    expect(seen).toContain(`POST localhost:${port}/`);
  });

  it('checks the address at every attempt: a name that now stands for a private one is not called', async () => {
    const calls = seen.length;
    for (const host of ['localhost', '127.0.0.1', '[::1]', '0x7f.1']) {
      await expect(post('/', { host, allowPrivate: false, scheme: 'https' })).rejects.toBeInstanceOf(AddressRefusedError);
    }
    expect(seen.length).toBe(calls);
    await expect(resolveAddress('no-such-name.invalid', { allowPrivate: true })).rejects.toBeInstanceOf(AddressRefusedError);
  });

  it('is not made in plain http, also where such an address was registered before that was refused', async () => {
    const calls = seen.length;
    await expect(post('/', { allowPrivate: false })).rejects.toThrow('not https');
    expect(seen.length).toBe(calls);
  });

  it('follows no redirect, keeps no long answer, and takes a cut one for a failure', async () => {
    expect((await post('/moved')).status).toBe(307);
    expect(seen).not.toContain(`POST localhost:${port}/elsewhere`);
    expect(await post('/long')).toMatchObject({ status: 200, body: '' });
    await expect(post('/cut')).rejects.toThrow();
  });
});
