import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fieldNames } from '@wenzheng/platform';
import { Fixture, registered } from './publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  await fixture.handle(registered(1));
});
afterAll(() => fixture.drop());

interface Parameter { name: string; in: string; required?: boolean }
interface Operation { parameters?: Parameter[]; security?: unknown[] }
interface Call { path: string; name: string; place: 'path' | 'query' }

/** What a page takes without saying so in the document: it leaves out whatever makes no sense. */
const pageParameters: Record<string, string[]> = { '/messages': ['q', 'unit', 'kind', 'state', 'channel', 'from', 'to', 'figure', 'hotIssue', 'page'], '/query': ['number'] };
const jsonParameters = ['q', 'unit', 'kind', 'state', 'channel', 'from', 'to', 'figure', 'hotIssue', 'after', 'limit'];

async function calls(): Promise<Call[]> {
  const { paths } = (await (await fetch(`${fixture.url}/openapi.json`)).json()) as { paths: Record<string, { get?: Operation }> };
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const documented = (get?.parameters ?? []).map(({ name, in: place }) => ({ path, name, place: place as Call['place'] }));
    const own = (path === '/v1/messages' ? jsonParameters : (pageParameters[path] ?? [])).map((name) => ({ path, name, place: 'query' as const }));
    return get ? [...documented, ...own] : [];
  });
}

const values = ['%00', 'a%00b', '0000-01-01', '2026-02-30', '9999-12-31', '10000-01-01', '%ED%A0%80', '%FF', '99999999999999999999', "'", '%25%5F%5C'];
const samples: Record<string, string> = { number: 'HN20260918-0001', channel: 'board', date: '2026-09-18', file: 'x.css', id: '00000000-0000-7000-8000-000000000001' };
const pathOf = (path: string, changed: Record<string, string> = {}) => path.replace(/\{(\w+)\}/g, (_, name: string) => changed[name] ?? samples[name] ?? 'x');

describe('a parameter that makes no sense', () => {
  it('is the caller’s mistake or left out, wherever it stands: never ours', async () => {
    const authorization = `Bearer ${await fixture.issuer.token({ roles: ['administrator'] })}`;
    const all = await calls();
    expect(new Set(all.map(({ path }) => path)).size).toBeGreaterThan(6);
    for (const { path, name, place } of all) {
      for (const value of values) {
        const address = place === 'path' ? pathOf(path, { [name]: value }) : `${pathOf(path)}?${name}=${value}`;
        const response = await fetch(fixture.url + address, { headers: { authorization, accept: 'application/json' }, redirect: 'manual' });
        await response.arrayBuffer();
        expect([address, response.status < 500]).toEqual([address, true]);
      }
    }
  });

  it.each([
    ...['q', 'unit'].flatMap((name) => [`${name}=%00`, `${name}=a%00b`]),
    ...['q', 'unit', 'kind', 'state', 'channel', 'from', 'to', 'after', 'limit'].map((name) => `${name}=a&${name}=b`),
    ...['from', 'to'].flatMap((name) => [`${name}=0000-01-01`, `${name}=1899-12-31`, `${name}=2026-02-30`, `${name}=10000-01-01`]),
    ...['0000-01-01T00:00:00.000Z', '2026-02-30T00:00:00.000Z', '2026-13-01T00:00:00.000Z'].map((instant) => `after=${Buffer.from(`${instant} ${samples['id']}`).toString('base64url')}`),
  ])('GET /v1/messages?%s is answered 400', async (query) => {
    const response = await fetch(`${fixture.url}/v1/messages?${query}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it.each(['/messages/%00', '/messages/a%00b', '/messages/%00/deadline', '/v1/messages/%00', '/v1/messages/a%00'])('%s is answered 404', async (path) => {
    expect((await fetch(fixture.url + path)).status).toBe(404);
  });

  it.each(['q=%00', 'unit=%00', 'from=0000-01-01', 'to=10000-01-01', 'q=a&q=b', 'unit=a&unit=b', 'kind=praise', 'page=0', `q=${'a'.repeat(51)}`, 'chanel=board'])(
    'GET /messages?%s is a page that says so, and never the whole board', async (query) => {
      const response = await fetch(`${fixture.url}/messages?${query}`, { headers: { accept: 'text/html' } });
      const name = query.split('=', 1)[0]!;
      expect([response.status, (await response.text()).includes(fieldNames[name] ?? name)]).toEqual([400, true]);
    },
  );

  it('finds nothing by 50 characters beyond the first plane that nobody wrote', async () => {
    expect(await fixture.page(`/messages?q=${encodeURIComponent('𠮷'.repeat(50))}`)).toContain('共0件');
  });

  it.each(['/', '/messages', '/messages?kind=consultation', '/messages/HN20260918-0001', '/messages/HN20260918-0001/deadline', '/query'])('%s is the same page when it was passed on by WeChat, QQ or a campaign', async (address) => {
    const page = await fixture.page(address);
    const appended = ['from=singlemessage&isappinstalled=0', 'from=timeline', 'utm_source=weibo&utm_medium=social', 'share_token=1&_wv=1'];
    for (const marks of appended) expect(await fixture.page(`${address}${address.includes('?') ? '&' : '?'}${marks}`)).toBe(page);
  });

  it('takes WeChat’s "from" from the address and leaves the date of the filter', async () => {
    expect(await fixture.page('/messages?from=2026-09-19&from=singlemessage')).toBe(await fixture.page('/messages?from=2026-09-19'));
  });

  it.each(['/v1/messages?utm_source=weibo', '/v1/messages?chanel=board', '/v1/messages/HN20260918-0001?x=1', '/?x=1', '/query?nummer=1'])('GET %s is answered 400 with the name that nobody knows', async (address) => {
    const response = await fetch(fixture.url + address, { headers: { accept: 'application/problem+json' } });
    const { code, errors } = (await response.json()) as { code: string; errors: object[] };
    expect([response.status, code, errors]).toEqual([400, 'invalid-request', [{ pointer: expect.stringMatching(/^\/(chanel|x|nummer|utm_source)$/), code: 'unrecognized_keys' }]]);
  });
});
