import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, channelKeys, Fixture, type Replica } from './intake.fixture.js';

interface Parameter {
  name: string;
  in: 'path' | 'query';
}

let fixture: Fixture;
let intake: Replica;
let administrator: string;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
  administrator = await fixture.token(['administrator', 'information-office', 'ledger-reader']);
});
afterAll(() => fixture.drop());

const samples: Record<string, string> = { channel: 'board', date: '2026-11-23', externalId: 'nobody' };
const pathOf = (path: string, changed: Record<string, string> = {}) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => changed[name] ?? samples[name] ?? '00000000-0000-4000-8000-000000000001');
const get = async (path: string) => {
  const key = path.startsWith('/v1/channels/') ? channelKeys.board : administrator;
  return call(intake.url + path, { token: key });
};

const senseless = ['%00', 'a%00b', '0000-01-01', '2026-02-30', '9999-12-31', '10000-01-01', '%ED%A0%80', '%FF', '99999999999999999999', '%27'];
const reconciliation = '/v1/channels/board/reconciliation?from=2026-11-01&to=2026-11-30';
const cursorOf = (date: string) => `${date}_00000000-0000-4000-8000-000000000001`;

describe('a parameter that makes no sense', () => {
  it("is the caller's mistake wherever it stands, and never ours", async () => {
    const document = await call(`${intake.url}/openapi.json`);
    const paths = Object.entries(document.body['paths'] as Record<string, { get?: { parameters?: Parameter[] } }>);
    const parameters = paths.flatMap(([path, { get }]) => (get?.parameters ?? []).map(({ name, in: place }) => ({ path, name, place })));
    const queries = ['from', 'to', 'cursor', 'limit'].map((name) => ({ path: '/v1/channels/{channel}/reconciliation', name, place: 'query' as const }));
    for (const { path, name, place } of [...parameters, ...queries]) {
      for (const value of senseless) {
        const address = place === 'path' ? pathOf(path, { [name]: value }) : `${pathOf(path)}?${name}=${value}`;
        const { status, body } = await get(address);
        expect([address, status < 500]).toEqual([address, true]);
        if (body['code'] === 'invalid-request') expect([address, body['errors']]).toEqual([address, expect.arrayContaining([{ pointer: `/${name}`, code: expect.any(String) }])]);
      }
    }
  });

  it.each([
    ...['0000-01-01', '1899-12-31', '2026-02-30', '10000-01-01', '%00'].flatMap((date) => [
      `/v1/channels/board/reconciliation?from=${date}&to=${date}`, `${reconciliation}&cursor=${cursorOf(date)}`, `/v1/ledger/board/${date}`,
    ]),
    `${reconciliation}&cursor=a&cursor=b`, `${reconciliation}&limit=1&limit=2`, `${reconciliation}&cursor=${cursorOf('2026-11-01').toUpperCase()}%00`,
    '/v1/channels/board/messages/%00', '/v1/channels/board/messages/a%00b', '/v1/dead-letters?state=%00', '/v1/dead-letters?after=%00',
  ])('GET %s is answered 400', async (address) => {
    expect((await get(address)).status).toBe(400);
  });

  it.each(['/v1/channels/%00/messages/x', '/v1/channels/telegraph/reconciliation'])('GET %s is answered 4xx', async (address) => {
    expect([401, 403, 404]).toContain((await get(address)).status);
  });
});
