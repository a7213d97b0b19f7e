import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles, type Role } from '@wenzheng/platform';
import { events } from '@wenzheng/contracts';
import { routingConfig } from './config.js';
import { call, Fixture, type Replica } from './routing.fixture.js';
import { problem } from './problems.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** The cells of a table's rows whose first cell matches; its head and rule do not. */
const rowsOf = (first: RegExp): string[][] =>
  readme
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(1, -1).split(' | ').map((cell) => cell.trim()))
    .filter((cells) => first.test(cells[0] ?? ''));

interface Endpoint {
  method: string;
  path: string;
  allowed: string[];
}
const endpoints: Endpoint[] = rowsOf(/^`(GET|POST|PUT|PATCH) \//).map(([endpoint = '', role = '']) => {
  const [method = '', path = ''] = endpoint.replaceAll('`', '').split(' ');
  return { method, path, allowed: role.split(', ') };
});

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const samplePath = (path: string) =>
  path
    .replace('/v1/dead-letters/{id}', `/v1/dead-letters/1`)
    .replace('{id}', randomUUID())
    .replace('{deputyId}', randomUUID())
    .replace('{version}', '1')
    .replace('{item}', 'water-1')
    .replace('{code}', 'water')
    .replace('{channel}', 'board')
    .replace('{date}', '2026-11-23');

describe('the endpoint table of the README', () => {
  it('lists the routes that the service has, both ways', async () => {
    const document = (await call(`${replica.url}/openapi.json`)).body as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const undocumented = ['GET /docs', 'GET /openapi.json'];
    const listed = endpoints.map(({ method, path }) => `${method} ${path}`).filter((endpoint) => !undocumented.includes(endpoint));
    expect(listed.sort()).toEqual(routes.sort());
  });

  it('walks every endpoint as every role: who is listed gets in, everyone else 403', async () => {
    for (const { method, path, allowed } of endpoints) {
      for (const role of roles) {
        const token = await fixture.token(role, { unit: 'water' });
        const { status, body } = await call(`${replica.url}${samplePath(path)}`, { method, token, ...(method === 'GET' ? {} : { body: {} }) });
        const isIn = allowed.includes('anyone') || allowed.includes(role);
        const outcome = status === 403 && body['code'] === 'forbidden' ? 'denied' : 'in';
        expect([method, path, role, outcome]).toEqual([method, path, role, isIn ? 'in' : 'denied']);
        expect(status).not.toBe(500);
      }
    }
  });

  it('lets nobody in without a token, or with one that is forged or has run out', async () => {
    const role: Role = 'information-office';
    const bad = [undefined, 'nonsense', await fixture.issuer.token({ roles: [role], expiresIn: -60 }), await fixture.issuer.token({ roles: [role], algorithm: 'HS256' })];
    for (const { method, path, allowed } of endpoints.filter((endpoint) => !endpoint.allowed.includes('anyone'))) {
      for (const token of bad) {
        const { status } = await call(`${replica.url}${samplePath(path)}`, { method, ...(token ? { token } : {}), ...(method === 'GET' ? {} : { body: {} }) });
        expect([path, allowed, status]).toEqual([path, allowed, 401]);
      }
    }
  });
});

describe('the other tables of the README', () => {
  it('list the error codes, both ways, each with its status', () => {
    const listed = rowsOf(/^`routing\./).filter((cells) => /^\d{3}$/.test(cells[1] ?? '')).map(([code = '', status = '']) => [code.replaceAll('`', ''), Number(status)]);
    expect(listed.sort()).toEqual(Object.entries(problem.catalogue).map(([code, { status }]) => [code, status]).sort());
  });

  it('list the settings, both ways', () => {
    const listed = rowsOf(/^`[A-Z][A-Z_]+`$/).map(([setting = '']) => setting.replaceAll('`', ''));
    expect(listed.sort()).toEqual(Object.keys(routingConfig.shape).sort());
  });

  it('list the events in and out, both ways', () => {
    const listed = rowsOf(/^`[a-z-]+\.[a-z-]+\.[a-z-]+\.v1`$/).map(([event = '']) => event.replaceAll('`', ''));
    const own = events.filter((event) => event.owner === 'routing' || event.consumers.includes('routing')).map((event) => event.subject);
    expect(listed.sort()).toEqual(own.sort());
  });
});
