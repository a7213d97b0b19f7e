import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, type Replica } from './deadline-supervision.fixture.js';

interface Parameter {
  name: string;
  in: 'path' | 'query';
}

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const get = async (path: string) => {
  const token = await fixture.token(['administrator', 'supervision-office', 'ledger-reader']);
  return replica.call(path, { token });
};

const samples: Record<string, string> = { channel: 'board', date: '2026-09-18' };
const pathOf = (path: string, changed: Record<string, string> = {}) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => changed[name] ?? samples[name] ?? '00000000-0000-4000-8000-000000000001');
const senseless = ['%00', 'a%00b', '0000-01-01', '2026-02-30', '9999-12-31', '10000-01-01', '%ED%A0%80', '%FF', '99999999999999999999', '%27'];

describe('a parameter that makes no sense', () => {
  it("is the caller's mistake wherever it stands, and never ours", async () => {
    const paths = (await replica.call('/openapi.json')).body['paths'] as Record<string, { get?: { parameters?: Parameter[] } }>;
    const parameters = Object.entries(paths).flatMap(([path, { get }]) => (get?.parameters ?? []).map(({ name, in: place }) => ({ path, name, place })));
    expect(parameters.length).toBeGreaterThan(5);
    for (const { path, name, place } of parameters) {
      for (const value of senseless) {
        const address = place === 'path' ? pathOf(path, { [name]: value }) : `${pathOf(path)}?${name}=${value}`;
        const { status, body } = await get(address);
        expect([address, status < 500]).toEqual([address, true]);
        const known = parameters.filter((one) => one.path === path).map((one) => `/${one.name}`);
        const unknown = (errors: { pointer: string }[]) => errors.filter(({ pointer }) => !known.includes(pointer));
        if (body['code'] === 'invalid-request') expect([address, unknown(body['errors'] as { pointer: string }[])]).toEqual([address, []]);
      }
    }
  });

  it.each([
    ...['unit=%00', 'from=0000-01-01', 'to=1899-12-31', 'from=10000-01-01', 'from=a&from=b', 'channel=a&channel=b'].map((query) => `/v1/statistics?${query}`),
    ...['0000-01-01', '2026-02-30', '%00'].map((date) => `/v1/ledger/board/${date}`),
    ...['registeredAt=0000-01-01', 'registeredAt=1899-12-31T00:00:00Z', 'registeredAt=%00'].map((query) => `/v1/calendar/due?workingDays=3&${query}`),
    '/v1/escalations?after=%00', '/v1/dead-letters?state=%00', '/v1/deadlines/%00',
  ])('GET %s is answered 400', async (address) => {
    expect((await get(address)).status).toBe(400);
  });
});
