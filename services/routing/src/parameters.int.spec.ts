import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@wenzheng/platform';
import { call, code, deskOf, Fixture, type Desk, type Replica } from './routing.fixture.js';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}
interface Operation {
  parameters?: Parameter[];
  security?: Record<string, readonly string[]>[];
}

let fixture: Fixture;
let replica: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  desk = await deskOf(fixture, replica);
  await fixture.registered();
});
afterAll(() => fixture.drop());

/** Sent as they stand, so that no client mends them. */
const senseless = ['%00', 'a%00b', '0000-01-01', '2026-02-30', '9999-12-31', '10000-01-01', '%ED%A0%80', '99999999999999999999'];
const samples: Record<string, string> = { code: 'water', channel: 'board', date: '2026-11-23', id: '00000000-0000-7000-8000-000000000001', version: '1' };
const addressOf = (path: string, { name, in: place }: Parameter, value: string) => {
  const filled = path.replace(/\{(\w+)\}/g, (_, one: string) => (place === 'path' && one === name ? value : (samples[one] ?? 'x')));
  return place === 'query' ? `${filled}?${name}=${value}` : filled;
};

describe('a parameter that makes no sense', () => {
  it('is the caller’s mistake, wherever it stands: never ours', async () => {
    const { paths } = (await (await fetch(`${replica.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, Operation>> };
    // No token holds both administrators' roles.
    const tokenOf = (administrator: Role) => fixture.issuer.token({ roles: [administrator, 'information-office', 'web-admin', 'ledger-reader'], unit: 'water' });
    const [token, securityToken] = [await tokenOf('administrator'), await tokenOf('security-administrator')];
    const walked: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { parameters = [], security = [] }] of Object.entries(operations)) {
        const isOfSecurity = security.some((one) => one['accessToken']?.includes('security-administrator'));
        const headers = { authorization: `Bearer ${isOfSecurity ? securityToken : token}`, 'content-type': 'application/json' };
        for (const parameter of parameters.filter((one) => one.in !== 'header')) {
          walked.push(parameter.name);
          const twice = parameter.in === 'query' ? [`a&${parameter.name}=b`] : [];
          for (const value of [...senseless, ...twice]) {
            const address = addressOf(path, parameter, value);
            const response = await fetch(replica.url + address, { method: method.toUpperCase(), headers, ...(method === 'get' ? {} : { body: '{}' }) });
            const said = (await response.text()).replace(/^(?!\{"type")[^]*/, '{}');
            const { code: problemCode, errors } = JSON.parse(said) as { code?: string; errors?: { pointer: string }[] };
            // What is wrong is named as the parameter stands in the document, and where one is missing beside it, that one too.
            const known = parameters.map(({ name }) => `/${name}`);
            if (method === 'get' && problemCode === 'invalid-request') expect([address, errors!.length > 0, errors!.filter(({ pointer }) => !known.includes(pointer))]).toEqual([address, true, []]);
            // Any text may be a code to look for or a place in an alphabetical list, unless nothing could hold it.
            const isText = ['unit', 'number', 'person'].includes(parameter.name) || /^\/v1\/(units|people|coverage|duties)\?after=/.test(address);
            const refused = response.status >= 400 && response.status < 500;
            expect([method, address, refused || (isText && !/%00|&/.test(value) && response.status === 200)]).toEqual([method, address, true]);
          }
        }
      }
    }
    expect(walked).toEqual(expect.arrayContaining(['after', 'limit', 'code', 'state', 'unit', 'id', 'channel', 'date']));
  });

  it.each(['?unit=%00', '?unit=a%00b', '?unit=water&unit=roads', '?state=holding-pen%00', '?limit=1&limit=2'])('GET /v1/messages%s is answered 400', async (query) => {
    expect(code(await desk.get(query, desk.office))).toEqual([400, 'invalid-request']);
  });

  it.each<[string, string, object]>([
    ['POST', '/v1/outbox/republications', { subjects: ['a\u0000'] }],
    ['POST', '/v1/outbox/republications', { from: '0000-01-01T00:00:00Z' }],
    ['POST', `/v1/dead-letters/${samples['id']}/dismissals`, { reason: '。' }],
  ])('in the body of %s %s is answered 400', async (_, path, body) => {
    const token = await fixture.token('administrator');
    expect(code(await call(replica.url + path, { token, body }))).toEqual([400, 'invalid-request']);
  });

  it.each(['2026-02-30', '0000-01-01', '1899-12-31', '2026-13-01', '-infinity'])('in a cursor that names %s is answered 400', async (date) => {
    const after = Buffer.from(`${date} ${samples['id']}`).toString('base64url');
    expect(code(await desk.get(`?after=${after}`, desk.office))).toEqual([400, 'routing.invalid-cursor']);
  });
});
