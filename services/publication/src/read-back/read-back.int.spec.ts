import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@wenzheng/platform';
import { eventually, type Replica } from '@wenzheng/testing';
import { assigned, Fixture, opened, registered, replied } from '../publication.fixture.js';
import { ReadBack } from './read-back.service.js';

/** What stands before the portal: it passes on what the portal answers, or something else. */
let between: (path: string, body: string) => { status: number; body: string; location?: string };
let front: Server;
let fixture: Fixture;
let replicas: [Replica, Replica];
const asked: string[] = [];
const honest: typeof between = (_, body) => ({ status: 200, body });

beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  front = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    const answer = await fetch(fixture.url + request.url, { headers: { accept: request.headers.accept ?? '*/*' } });
    const { status, body, location } = between(request.url ?? '', await answer.text());
    response.writeHead(status, { 'content-type': answer.headers.get('content-type') ?? '', ...(location && { location }) }).end(body);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const settings = { PUBLIC_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, READ_BACK_SECONDS: '300' };
  replicas = [await fixture.start(settings, { reading: false }), await fixture.start(settings, { reading: false })];
  for (const { app } of replicas) await app.get(ReadBack).onApplicationShutdown();
  await fixture.handle(...[1, 2, 3].flatMap((n) => [registered(n, { visibility: n === 3 ? 'private' : 'public' }), opened(n), assigned(n), replied(n, { text: `您好，第${n}处路灯已于昨日修复，共更换灯具${n * 7}盏。` })]));
  // They were published some time ago.
  await fixture.rows(`UPDATE message SET updated_at = '2026-09-19T00:00:00Z'`);
});
afterAll(async () => {
  front?.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
  await fixture.drop();
});

const numberOf = (n: number) => `HN20260918-000${n}`;
/** Real time, in which rounds are begun; the fixture's pages stand at its own clock. */
let minutes = 0;
async function round(): Promise<void> {
  minutes += 5;
  const now = new Date(Date.parse('2026-09-20T00:00:00Z') + minutes * 60_000);
  fixture.clock.set(now.toISOString());
  await Promise.all(replicas.map(({ app }) => app.get(ReadBack).round(now)));
}
const metric = async (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await replicas[0].app.get(Metrics).render())?.[1]);
/** Pages are made anew at most once a second, and metrics sampled. */
const soon = (check: () => Promise<void>) => eventually(check, { everyMs: 200 });
const shown = async () => ((await (await fetch(`${replicas[0].url}/v1/channels`)).json()) as { portal: Record<string, unknown> | null }).portal;
const page = async () => (await (await fetch(`${replicas[1].url}/about/channels`, { headers: { accept: 'text/html' } })).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('R06, R36: 回读', () => {
  it('reads the portal at its public address and finds what was published, one replica a round', async () => {
    between = honest;
    expect(await shown()).toBeNull();
    await round();
    expect(asked.toSorted()).toEqual(['/', `/v1/messages/${numberOf(1)}`, `/v1/messages/${numberOf(2)}`]);
    expect(await fixture.rows('SELECT failure, compared, differing FROM read_back')).toEqual([{ failure: null, compared: 2, differing: [] }]);
    await soon(async () => expect(await page()).toMatch(/网站公开内容回读 ✓ 正常 .*抽查2件留言的公开答复，与公布时一致/));
  });

  it('finds a reply whose words were changed on the way, or that is not there, and looks at it again until it stands as it was published', async () => {
    between = (path, body) => (path.endsWith('0001') ? { status: 200, body: body.replace('已于昨日修复', '正在研究') } : path.endsWith('0002') ? { status: 404, body: '' } : { status: 200, body });
    await round();
    await soon(async () => expect(await shown()).toMatchObject({ state: 'failing', compared: 2, differing: [numberOf(1), numberOf(2)], lastFailure: null }));
    await soon(async () => expect([await metric('wenzheng_read_back_differing'), await metric('wenzheng_portal_away')]).toEqual([2, 0]));
    await soon(async () => expect(await page()).toMatch(/⚠ 异常 .*2件留言的公开答复与公布时不一致/));
    between = honest;
    await round();
    await soon(async () => expect(await shown()).toMatchObject({ state: 'working', differing: [] }));
  });

  it('says that the portal is away when something else answers in its place, or nobody, and follows nobody elsewhere', async () => {
    asked.length = 0;
    between = () => ({ status: 302, body: '', location: 'http://127.0.0.1:9/elsewhere' });
    await round();
    expect(asked).toEqual(['/']);
    expect(await fixture.rows('SELECT failure FROM read_back ORDER BY begun_at DESC LIMIT 1')).toEqual([{ failure: 'refused' }]);
    front.closeAllConnections();
    const { port } = front.address() as AddressInfo;
    await new Promise((resolve) => front.close(resolve));
    await round();
    await soon(async () => expect(await metric('wenzheng_portal_away')).toBe(1));
    await soon(async () => expect(await shown()).toMatchObject({ state: 'failing', today: { probes: 5, arrived: 3 }, lastFailure: { failure: 'unreachable' } }));
    await soon(async () => expect(await page()).toMatch(/今天访问5次，成功3次.*最近一次异常：[^，]*，无法连接/));
    await new Promise<void>((resolve) => front.listen(port, '127.0.0.1', resolve));
    between = honest;
    await round();
    await soon(async () => expect([(await shown())?.['state'], await metric('wenzheng_portal_away')]).toEqual(['working', 0]));
    fixture.clock.set(new Date(Date.parse('2026-09-20T00:00:00Z') + (minutes + 16) * 60_000).toISOString());
    await soon(async () => expect((await shown())?.['state']).toBe('unknown'));
  });
});
