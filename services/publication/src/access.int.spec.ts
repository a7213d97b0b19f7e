import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { durables } from '@wenzheng/contracts';
import { JetStreamStrategy } from '@wenzheng/messaging';
import { plainStylesheet } from '@wenzheng/page-frame';
import { roles } from '@wenzheng/platform';
import { quoted, readmeTable } from '@wenzheng/testing';
import { Fixture, publicUrl, registered } from './publication.fixture.js';

const readme = new URL('../README.md', import.meta.url);

const documented = readmeTable(readme, 'endpoint').map(([endpoint = '', role = '', , statuses = '']) => {
  const [method = '', path = ''] = quoted(endpoint)[0]?.split(' ') ?? [];
  return { method, path, allowed: role.split(',').map((name) => name.trim()), statuses: statuses.split(' ').map(Number) };
});
type Endpoint = (typeof documented)[number];

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(registered(1));
});
afterAll(() => fixture.drop());

const addressOf = ({ path }: Endpoint) =>
  fixture.url +
  path
    .replace('{number}', 'HN20260918-0001')
    .replace('{channel}', 'board')
    .replace('{date}', '2026-09-18')
    .replace(/\{id\}|\{replyId\}/, randomUUID())
    .replace('/assets/{file}', plainStylesheet.path);

async function statusFor(endpoint: Endpoint, token?: string): Promise<number> {
  const { method } = endpoint;
  const isForm = endpoint.path.startsWith('/query');
  const response = await fetch(addressOf(endpoint), {
    method,
    redirect: 'manual',
    headers: {
      origin: publicUrl,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(method !== 'GET' ? { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' } : {}),
    },
    ...(method !== 'GET' ? { body: isForm ? 'number=1&code=2' : '{}' } : {}),
  });
  await response.arrayBuffer();
  expect([method, endpoint.path, endpoint.statuses]).toEqual([method, endpoint.path, expect.arrayContaining([response.status])]);
  return response.status;
}

const isAdmitted = (status: number) => status !== 401 && status !== 403;

describe('who may call what', () => {
  it('the README lists every route that there is, and no other', async () => {
    const { paths } = (await (await fetch(`${fixture.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(documented.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routes.toSorted());
  });

  it.each(documented.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))('%s', async (_, endpoint) => {
    const isPublic = endpoint.allowed.includes('public');
    expect(isAdmitted(await statusFor(endpoint))).toBe(isPublic);
    for (const role of roles) {
      const status = await statusFor(endpoint, await fixture.issuer.token({ roles: [role] }));
      expect([role, isAdmitted(status)]).toEqual([role, isPublic || endpoint.allowed.includes(role)]);
    }
  });
});

it('every event that the bus brings has its handler', () => {
  const handled = new Set(fixture.app.get(JetStreamStrategy).getHandlers().keys());
  const brought = durables.filter(({ durable }) => durable === 'publication').flatMap(({ filterSubjects }) => filterSubjects);
  expect(brought.filter((subject) => !handled.has(subject))).toEqual([]);
});
