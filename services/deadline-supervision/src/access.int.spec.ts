import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles, type Role } from '@wenzheng/platform';
import { quoted, readmeTable } from '@wenzheng/testing';
import { Fixture, type Replica } from './deadline-supervision.fixture.js';

interface Endpoint {
  method: string;
  path: string;
  allowed: string[];
}

const documented: Endpoint[] = readmeTable(new URL('../README.md', import.meta.url), 'endpoint').map(([endpoint = '', role = '']) => {
  const [method = '', path = ''] = quoted(endpoint)[0]?.split(' ') ?? [];
  return { method, path, allowed: role.split(',').map((name) => name.trim()) };
});

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

async function isAdmitted({ method, path }: Endpoint, role?: Role): Promise<boolean> {
  const address = path
    .replace('{channel}', 'board')
    .replace('{date}', '2026-11-23')
    .replace(/\{\w+\}/, randomUUID())
    // What would go on for ever is asked for senselessly.
    .replace(/\/stream$/, '$&?after=x');
  const who = role ? { role, unit: 'city.housing' } : {};
  const { status } = await replica.call(address, { ...who, body: method === 'POST' || method === 'PATCH' ? {} : undefined, method });
  return status !== 401 && status !== 403;
}

describe('who may call what', () => {
  it('the README lists every route that there is, and no other', async () => {
    const { body } = await replica.call('/openapi.json');
    const routes = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routes.toSorted());
  });

  it.each(documented.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))('%s', async (_, endpoint) => {
    const isPublic = endpoint.allowed.includes('public');
    expect(await isAdmitted(endpoint)).toBe(isPublic);
    for (const role of roles) expect([role, await isAdmitted(endpoint, role)]).toEqual([role, isPublic || endpoint.allowed.includes(role)]);
  });
});
