import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ConsoleConfig } from '../config.js';
import { Upstream } from './upstream.js';

let server: Server;
let upstream: Upstream;
let answer: (response: ServerResponse) => unknown;
beforeEach(async () => {
  server = createServer((_request, response) => void answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream = new Upstream({ SERVICE_URLS: { routing: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } } as unknown as ConsoleConfig);
});
afterEach(async () => {
  upstream.onApplicationShutdown();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = () => upstream.json('routing', { method: 'GET', path: '/v1/sign-offs', token: 't', withinMs: 200 });
const json = { 'content-type': 'application/json' };

it('reads what a service answers, whatever it says', async () => {
  answer = (response) => response.writeHead(409, json).end('{"code":"routing.draft-changed"}');
  expect(await read()).toEqual({ status: 409, body: { code: 'routing.draft-changed' } });
  answer = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<p>Bad gateway');
  expect(await read()).toEqual({ status: 502, body: {} });
});

it.each<[string, (response: ServerResponse) => unknown]>([
  ['answers nothing', () => undefined],
  ['does not come to an end', (response) => response.writeHead(200, json).write('{"items":[')],
  ['breaks off', (response) => response.writeHead(200, json).write('{"items":[', () => response.destroy())],
  ['closes at once', (response) => response.destroy()],
])('a service that %s is one that does not answer', async (_, does) => {
  answer = does;
  await expect(read()).rejects.toMatchObject({ code: 'console.service-unavailable', status: 503 });
});
