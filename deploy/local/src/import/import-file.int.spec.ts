import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../commands/api-client.js';
import type { Endpoints } from '../platform/endpoints.js';
import { importEndpoints } from './import-endpoints.js';
import { importFile } from './import-file.js';
import { ImportProgress } from './import-progress.js';
import { importWords } from './import-words.js';

interface Request {
  messages?: { externalId: string; title?: string; text: string; registeredAt: string; author: { externalId: string } }[];
  unit?: string;
  items?: { messageId: string; reply?: { text: string; submittedAt: string } }[];
}
type Handler = (path: string, body: Request) => { status: number; body: unknown; headers?: Record<string, string> };

describe('importing a file', () => {
  let folder: string;
  let server: Server;
  let handler: Handler;
  let requests: { path: string; body: Request }[];
  let pauses: number[];
  const known = new Set<string>();

  /** Both services as their interfaces describe them. */
  const services: Handler = (path, body) => {
    if (path === '/token') return { status: 200, body: { access_token: 'token', expires_in: 3600 } };
    if (body.messages) {
      const results = body.messages.map(({ externalId, text }) => {
        if (text === 'refuse me') return { externalId, status: 'refused', code: 'intake.invalid-line' };
        const status = known.has(externalId) ? 'repeated' : 'created';
        known.add(externalId);
        return { externalId, status, messageId: `m-${externalId}` };
      });
      return { status: 200, body: { results } };
    }
    return { status: 200, body: { results: (body.items ?? []).map(({ messageId }) => ({ messageId, status: 'created' })) } };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wenzheng-import-'));
    handler = services;
    requests = [];
    pauses = [];
    known.clear();
    server = createServer((request, response) => {
      void bodyOf(request).then((text) => {
        const path = request.url ?? '';
        const body = path === '/token' ? {} : (JSON.parse(text) as Request);
        if (path !== '/token') requests.push({ path, body });
        const answer = handler(path, body);
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  async function run(text: string | Buffer, unit?: string) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const endpoints = {
      services: { intake: `${url}/intake`, routing: `${url}/routing` },
      tokenEndpoint: `${url}/token`,
      clients: { administrator: { id: 'administrator', secret: 's' } },
    } as unknown as Endpoints;
    const file = join(folder, 'messages.jsonl');
    await writeFile(file, text);
    const progress = await ImportProgress.open(folder, file, 'board', unit);
    const client = new ApiClient(endpoints, { pause: async (milliseconds) => void pauses.push(milliseconds) });
    return importFile({ file, plan: { channel: 'board', unit, endpoints: importEndpoints(client, endpoints), words: importWords }, progress, show: () => undefined });
  }

  const line = (id: number, more: Record<string, unknown> = {}) =>
    JSON.stringify({ id: `x-${id}`, user: 'U', subject: 'S', submitted_at: '2026-03-02T09:30:00+08:00', body: 'B', ...more });
  const replied = { reply: 'R', replied_at: '2026-03-03T09:30:00+08:00' };
  const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index)).join('\n');

  it('sends batches of 200, and the replies to routing', async () => {
    const state = await run(`${lines(400)}\n${line(400, replied)}\n`);
    expect(state.counts).toEqual({ read: 401, created: 401, repeated: 0, refused: 0, replies: 1 });
    expect(requests.map(({ path, body }) => [path, (body.messages ?? body.items ?? []).length])).toEqual([
      ['/intake/v1/imports', 200],
      ['/intake/v1/imports', 200],
      ['/intake/v1/imports', 1],
      ['/routing/v1/imports', 1],
    ]);
    expect(requests.at(-1)?.body.items).toEqual([{ messageId: 'm-x-400', reply: { text: 'R', submittedAt: '2026-03-03T09:30:00+08:00' } }]);
  });

  it('assigns every message when a unit is named', async () => {
    await run(lines(2), 'urban');
    expect(requests.at(-1)).toEqual({ path: '/routing/v1/imports', body: { unit: 'urban', items: [{ messageId: 'm-x-0' }, { messageId: 'm-x-1' }] } });
  });

  it('goes on past lines that are refused, and says which', async () => {
    const state = await run(`\uFEFF${line(1)}\nnot json\n\n${line(2, { body: 'refuse me' })}\n${line(3)}\n`);
    expect(state.counts).toMatchObject({ read: 4, created: 2, refused: 2 });
    expect(state.refusals).toEqual([{ number: 2, reason: 'is not JSON' }, { number: 4, reason: 'intake.invalid-line' }]);
  });

  it('says what is wrong in a line', async () => {
    const { refusals } = await run(`${line(1, { body: ' ', up: 'many' })}\n{"id":"a","id":"b"}\n${line(3, { reply: 'R', replied_at: '2026-03-03' })}\n${line(4, { user: true })}\n[]`);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      '"body" is missing; "up" is no number of likes',
      'has a column twice',
      '"replied_at" is no instant with an offset, such as 2026-03-02T09:30:00+08:00',
      '"user" is not a text',
      'is not a JSON object',
    ]);
  });

  it('splits at line ends alone: U+2028 and U+2029 belong to what people wrote', async () => {
    expect((await run(`${line(1, { body: '一\u2028二\u2029三' })}\r\n${line(2)}`)).counts).toMatchObject({ read: 2, created: 2 });
    expect(requests[0]?.body.messages?.[0]?.text).toBe('一\u2028二\u2029三');
  });

  it('keeps ids that differ in their last digit apart', async () => {
    const numbered = (id: string) => line(0).replace('"x-0"', id);
    expect((await run(`${numbered('9007199254740993001')}\n${numbered('9007199254740993002')}\n`)).counts).toMatchObject({ created: 2, repeated: 0 });
    expect(requests[0]?.body.messages?.map(({ externalId }) => externalId)).toEqual(['9007199254740993001', '9007199254740993002']);
  });

  it('sends nothing of a file in GBK, and names the first line that shows it', async () => {
    const gbk = Buffer.concat([Buffer.from(`${line(1)}\n`), Buffer.from(line(2, { body: '??' }).replace('??', '\xc2\xb7\xb5\xc6'), 'latin1')]);
    await expect(run(gbk)).rejects.toThrow('line 2: is not UTF-8');
    expect(requests).toEqual([]);
  });

  it('counts everything as repeated the second time', async () => {
    await run(lines(3));
    expect((await run(lines(3))).counts).toEqual({ read: 3, created: 0, repeated: 3, refused: 0, replies: 0 });
  });

  it('goes on where a broken run ended', async () => {
    handler = (path, body) => (requests.length > 1 && path !== '/token' ? { status: 500, body: { detail: 'broken' } } : services(path, body));
    await expect(run(lines(450))).rejects.toThrow(/500: broken/);
    handler = services;
    requests = [];
    const state = await run(lines(450));
    expect(requests.map(({ body }) => body.messages?.length)).toEqual([200, 50]);
    expect(state.counts).toEqual({ read: 450, created: 450, repeated: 0, refused: 0, replies: 0 });
  });

  it('waits as long as an overloaded service asks', async () => {
    let refused = 0;
    handler = (path, body) =>
      path !== '/token' && refused++ === 0 ? { status: 503, body: {}, headers: { 'retry-after': '17' } } : services(path, body);
    expect((await run(lines(1))).counts.created).toBe(1);
    expect(pauses).toEqual([17_000]);
  });

  it('sends a batch that is too large in halves', async () => {
    handler = (path, body) => ((body.messages ?? []).length > 60 ? { status: 413, body: {} } : services(path, body));
    expect((await run(lines(200))).counts.created).toBe(200);
  });

  it('finds the one line that a service refuses a whole batch for', async () => {
    handler = (path, body) =>
      body.items?.some(({ messageId }) => messageId === 'm-x-5') ? { status: 400, body: { detail: 'too long' } } : services(path, body);
    const state = await run(Array.from({ length: 9 }, (_, id) => line(id, replied)).join('\n'));
    expect(state.counts).toMatchObject({ created: 9, replies: 8, refused: 1 });
    expect(state.refusals).toEqual([{ number: 6, reason: expect.stringMatching(/^its reply or assignment: .*too long/) }]);
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return text;
}
