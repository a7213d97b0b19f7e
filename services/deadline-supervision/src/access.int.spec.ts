import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles, type Role } from '@wenzheng/platform';
import { quoted, readmeTable } from '@wenzheng/testing';
import { Fixture, housing, unitKnown, water, type Replica } from './deadline-supervision.fixture.js';

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
  await replica.handle(unitKnown(housing));
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

describe('a web admin', () => {
  const ask = async (path: string, more: object = {}) => {
    const { status, body } = await replica.call(path, { role: 'web-admin', unit: water.code, sub: 'chen', ...more });
    return [status, body['code']];
  };
  const refused = [403, 'deadline-supervision.not-in-registry'];

  it('whom the registry no longer lists is refused at every endpoint of web admins, and is admitted when it is listed again', async () => {
    const paths = documented.filter(({ allowed }) => allowed.includes('web-admin')).map(({ method, path }) => ({ method, path: path.replace('{channel}', 'board').replace(/\{\w+\}/, randomUUID()) }));
    expect(paths.length).toBeGreaterThan(10);
    const body = (method: string) => (method === 'POST' ? { method, body: {} } : {});
    await replica.handle(unitKnown(water, 1, { webAdmins: ['chen', 'zhou'] }));
    for (const { method, path } of paths) expect([path, (await ask(path, body(method)))[1]]).not.toEqual([path, refused[1]]);
    await replica.handle(unitKnown(water, 3, { webAdmins: ['zhou'] }), unitKnown(water, 2, { webAdmins: ['chen'] }));
    for (const { method, path } of paths) expect([path, await ask(path, body(method))]).toEqual([path, refused]);
    await replica.handle(unitKnown(water, 4, { webAdmins: ['chen'] }));
    expect((await ask('/v1/statistics'))[0]).toBe(200);
  });

  it('of a unit that was removed, that nobody knows, or of none, is refused; another role of the same person is not', async () => {
    await replica.handle(unitKnown(water, 5, { webAdmins: ['chen'], removed: true }));
    expect(await ask('/v1/statistics')).toEqual(refused);
    expect(await ask('/v1/statistics', { unit: 'city.unknown' })).toEqual(refused);
    expect(await ask('/v1/statistics', { unit: undefined })).toEqual(refused);
    const token = await fixture.token(['web-admin', 'supervision-office'], { unit: water.code, sub: 'chen' });
    expect((await replica.call('/v1/statistics', { token })).status).toBe(200);
  });

  it('of a unit of which a release before told, is admitted by the token alone', async () => {
    await replica.handle(unitKnown(water, 6));
    expect((await ask('/v1/statistics'))[0]).toBe(200);
  });
});
