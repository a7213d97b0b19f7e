import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '@wenzheng/platform';
import { answeredBeforeBody, quoted, readmeTable } from '@wenzheng/testing';
import { proofScript } from '../connectors/form/proof-script.js';
import { call, channelKeys, Fixture, type Replica } from '../intake.fixture.js';

const readme = new URL('../../README.md', import.meta.url);

interface Endpoint {
  method: string;
  path: string;
  allowed: string[];
}

const documented: Endpoint[] = readmeTable(readme, 'endpoint').map(([endpoint = '', role = '']) => {
  const [method = '', path = ''] = quoted(endpoint)[0]?.split(' ') ?? [];
  return { method, path, allowed: role.split(',').map((name) => name.trim()) };
});

let fixture: Fixture;
let intake: Replica;
/** 测试密钥 of the channel `board`. */
let testKey: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  const { body } = await call(`${intake.url}/v1/channels/board/keys`, { token: await fixture.token('security-administrator'), body: { label: '试接', sandbox: true } });
  testKey = (body as unknown as { secret: string }).secret;
});
afterAll(() => fixture.drop());

const addressOf = ({ path }: Endpoint) =>
  intake.url +
  path
    .replace('{channel}', 'board')
    .replace('{externalId}', 'nobody')
    .replace('{messageId}', randomUUID())
    .replace('{id}', randomUUID())
    .replace('{sessionId}', randomUUID())
    .replace('{date}', '2026-11-23')
    .replace('{file}', proofScript.file);

/** Pages take forms, from our own pages alone. */
const isPage = ({ path }: Endpoint) => !path.startsWith('/v1/') && !path.startsWith('/health');

async function statusFor(endpoint: Endpoint, key?: string): Promise<number> {
  const { method } = endpoint;
  if (isPage(endpoint) && method !== 'GET') return (await fetch(addressOf(endpoint), { method, body: new URLSearchParams({}), redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } })).status;
  return (await call(addressOf(endpoint), { method, ...(key ? { token: key } : {}), ...(method === 'GET' ? {} : { body: {} }) })).status;
}

const isAdmitted = (status: number) => status !== 401 && status !== 403;

describe('who may call what', () => {
  it('the README lists every route that there is, and no other', async () => {
    const { body } = await call(`${intake.url}/openapi.json`);
    const routes = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routes.toSorted());
  });

  it.each(documented.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))('%s', async (_, endpoint) => {
    const { allowed } = endpoint;
    const isPublic = allowed.includes('public');
    expect(isAdmitted(await statusFor(endpoint))).toBe(isPublic);
    for (const role of roles) {
      const status = await statusFor(endpoint, await fixture.token(role));
      expect([role, isAdmitted(status)]).toEqual([role, isPublic || allowed.includes(role)]);
    }
    const [own, another] = [await statusFor(endpoint, channelKeys.board), await statusFor(endpoint, channelKeys.portal)];
    expect(isAdmitted(own)).toBe(isPublic || allowed.includes('key'));
    if (allowed.includes('key')) expect(another).toBe(403);
    else expect(isAdmitted(another)).toBe(isPublic);
    if (allowed.includes('test key')) expect(isAdmitted(await statusFor(endpoint, testKey))).toBe(true);
  });

  it.each(documented.filter(({ method }) => method !== 'GET').map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s reads nothing of whoever may not call, and 4 KiB of anyone', async (_, endpoint) => {
      const { method, allowed } = endpoint;
      const before = (token?: string) => answeredBeforeBody(addressOf(endpoint), { method, ...(isPage(endpoint) ? { length: 400_000, type: 'application/x-www-form-urlencoded' } : { length: 5_000 }), ...(token ? { token } : {}) });
      if (allowed.includes('public')) return expect(await before()).toBe(413);
      expect(await before()).toBe(401);
      const stranger = allowed.includes('key') ? channelKeys.portal : allowed.includes('test key') ? channelKeys.board : await fixture.token('supervision-office');
      // A ticket says nothing but which message it opens: whoever has another, or none, is nobody.
      expect(await before(stranger)).toBe(allowed.includes('ticket') ? 401 : 403);
    },
  );

  /** What its body is, by openapi.json; forms of pages come with whatever browsers send beside it. */
  const typesOf = async ({ method, path }: Endpoint): Promise<string[]> => {
    const { paths } = (await call(`${intake.url}/openapi.json`)).body as unknown as { paths: Record<string, Record<string, { requestBody?: { content: object } }>> };
    return Object.keys(paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {});
  };
  const credentialsOf = async ({ allowed }: Endpoint): Promise<string | undefined> => {
    const [first = ''] = allowed;
    if (first === 'key') return channelKeys.board;
    if (first === 'test key') return testKey;
    return ['public', 'ticket'].includes(first) ? undefined : fixture.token(first as (typeof roles)[number]);
  };

  it('every body that is of another type than its endpoint takes, or of another charset, is refused unread', async () => {
    const checked: string[] = [];
    for (const endpoint of documented.filter(({ method, allowed }) => method !== 'GET' && !allowed.includes('ticket'))) {
      const taken = await typesOf(endpoint);
      // It looks at no body.
      if (taken.length === 0) continue;
      const token = await credentialsOf(endpoint);
      const send = async (type: string) => (await fetch(addressOf(endpoint), { method: endpoint.method, body: type.includes('json') ? '{}' : 'a=1', redirect: 'manual', headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', ...(token && { authorization: `Bearer ${token}` }) } })).status;
      const foreign = ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/cloudevents+json', 'application/octet-stream', 'multipart/form-data; boundary=x'].filter((type) => !taken.includes(type.split(';')[0]!));
      const inGbk = taken.filter((type) => type !== 'application/octet-stream' && !type.startsWith('multipart/')).map((type) => `${type}; charset=gbk`);
      for (const type of [...foreign, ...inGbk]) {
        expect([endpoint.method, endpoint.path, type, await send(type)]).toEqual([endpoint.method, endpoint.path, type, 415]);
        checked.push(type);
      }
    }
    expect(checked.length).toBeGreaterThan(80);
  });

  it('a token that has run out, of another issuer, or signed with a secret is 401', async () => {
    const url = `${intake.url}/v1/dead-letters`;
    for (const options of [{ expiresIn: -60 }, { issuer: 'https://elsewhere.example' }, { audience: 'other' }, { algorithm: 'HS256' as const }]) {
      const key = await fixture.issuer.token({ roles: ['administrator'], ...options });
      expect((await call(url, { token: key })).status).toBe(401);
    }
  });
});
