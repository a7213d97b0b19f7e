// Makes load in a thread of its own, so that what measures and what is measured do not wait for its event loop.
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { Client as PostgresClient } from 'pg';
import { Client, Pool, type Dispatcher } from 'undici';
import { letters } from './letters.js';
import type { Accepted, Amount, CommitOrder, LoadOrder, LoadResult, MessageOrder, PacedOrder, ReadOrder } from './load.js';

type Work = () => Promise<void>;
type Made = Omit<LoadResult, 'client' | 'refused'> & { refused?: number };

const source = letters(1);
/** As long as usual letters to the city, some 200 characters. */
const drawn = Array.from({ length: 5_000 }, () => source.next().value);
const letter = (number: number): { title: string; text: string } => {
  const { title = '', text = '' } = drawn[number % drawn.length] ?? {};
  return { title, text };
};
const { text } = letter(0);

parentPort?.on('message', (order: LoadOrder) => {
  const before = process.threadCpuUsage();
  carryOut(order).then(
    (made) => {
      const { user, system } = process.threadCpuUsage(before);
      parentPort?.postMessage({ result: { refused: 0, ...made, client: (user + system) / 1e6 } satisfies LoadResult });
    },
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

function carryOut(order: LoadOrder): Promise<Made> {
  switch (order.kind) {
    case 'commits':
      return commit(order);
    case 'messages':
      return pushMessages(order);
    case 'paced':
      return pushPaced(order);
    case 'reads':
      return readPages(order);
  }
}

/** Every client sends, waits for its answer and sends again, at once or after a rest. */
async function closedLoop(clients: Work[], amount: Amount, restMs = 0): Promise<Made> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = 'seconds' in amount ? begun + amount.seconds * 1_000 : Infinity;
  let left = 'count' in amount ? amount.count : Infinity;
  await Promise.all(
    clients.map(async (work, index) => {
      if (restMs > 0) await pause((restMs * index) / clients.length);
      for (let now = performance.now(); now < end && left-- > 0; ) {
        await work();
        const after = performance.now();
        latencies.push(after - now);
        if (restMs > 0) await pause(restMs);
        now = restMs > 0 ? performance.now() : after;
      }
    }),
  );
  return { count: latencies.length, seconds: (performance.now() - begun) / 1_000, latencies: new Float64Array(latencies).sort(), accepted: [] };
}

/** The yardstick: one row, one INSERT, one commit, as the same messages would be stored without any thought. */
async function commit({ url, clients, amount, prefix }: CommitOrder): Promise<Made> {
  const connections = Array.from({ length: clients }, () => new PostgresClient({ connectionString: url }));
  await Promise.all(connections.map((connection) => connection.connect()));
  let next = 0;
  const result = await closedLoop(
    connections.map((connection) => async () => {
      const id = `${prefix}-${next++}`;
      await connection.query({
        name: 'commit',
        text: `INSERT INTO single_row (channel, external_id, message_number, registered_at, occurred_at, kind, visibility, title, text, author_hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        values: ['board', id, id, '2026-09-18T08:00:00Z', '2026-09-18T07:00:00Z', 'complaint', 'public', '和平路夜间路灯不亮', text, `author-${id}`],
      });
    }),
    amount,
  );
  await Promise.all(connections.map((connection) => connection.end()));
  return result;
}

function messageBody(externalId: string, number: number, unit: string): string {
  return JSON.stringify({
    ...letter(number),
    externalId,
    occurredAt: new Date().toISOString(),
    author: { externalId: `citizen-of-${externalId}`, displayName: '网友', contact: { phone: '13855400001' } },
    kind: 'complaint',
    unit,
  });
}

const messageHeaders = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
const path = '/v1/channels/board/messages';

async function pushMessages(order: MessageOrder): Promise<Made> {
  const headers = messageHeaders(order);
  const connections = Array.from({ length: order.connections }, (_, index) => new Client(order.urls[index % order.urls.length] ?? '', { pipelining: 1 }));
  let next = 0;
  const result = await closedLoop(
    connections.map((connection) => async () => {
      const body = messageBody(`${order.prefix}-${next}`, next++, order.unit);
      await register(connection, { method: 'POST', path, headers, body }, false);
    }),
    order.amount,
  );
  await Promise.all(connections.map((connection) => connection.close()));
  return result;
}

/** Each has its instant. What waits here for a free connection, or for this thread, waits as a citizen would. */
async function pushPaced(order: PacedOrder): Promise<Made> {
  const headers = messageHeaders(order);
  const pool = new Pool(order.urls[0] ?? '', { connections: 256, pipelining: 1 });
  const accepted: Accepted[] = [];
  const latencies: number[] = [];
  const total = order.perSecond * order.seconds;
  const begun = performance.now();
  const dueAt = (number: number) => begun + (number * 1_000) / order.perSecond;
  const send = async (number: number) => {
    const body = await register(pool, { method: 'POST', path, headers, body: messageBody(`${order.prefix}-${number}`, number, order.unit) }, true);
    latencies.push(performance.now() - dueAt(number));
    accepted.push({ messageId: (JSON.parse(body) as { messageId: string }).messageId, due: performance.timeOrigin + dueAt(number) });
  };
  const sending: Promise<void>[] = [];
  while (sending.length < total) {
    while (sending.length < total && dueAt(sending.length) <= performance.now()) sending.push(send(sending.length));
    await pause(1);
  }
  await Promise.all(sending);
  await pool.close();
  return { count: total, seconds: (performance.now() - begun) / 1_000, latencies: new Float64Array(latencies).sort(), accepted };
}

async function readPages({ url, connections, amount, paths, restMs = 0 }: ReadOrder): Promise<Made> {
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }));
  let next = 0;
  let refused = 0;
  const result = await closedLoop(
    clients.map((client, index) => async () => {
      // As every browser asks.
      const headers = { 'accept-encoding': 'gzip', ...(restMs > 0 && { 'x-forwarded-for': `10.1.${index >> 8}.${index & 255}` }) };
      const { status } = await exchange(client, { method: 'GET', path: paths[next++ % paths.length] ?? '/', headers }, false);
      if (status === 503 && restMs > 0) refused += 1;
      else if (status !== 200) throw new Error(`a read was answered ${status}`);
    }),
    amount,
    restMs,
  );
  await Promise.all(clients.map((client) => client.close()));
  return { ...result, refused };
}

/** A service that has too much to do says so, and is asked again a second later, as an integration would; it all counts as waiting. */
async function register(client: Dispatcher, options: Dispatcher.DispatchOptions, keepBody: boolean): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, body } = await exchange(client, options, keepBody);
    if (status === 201) return body;
    if (status !== 503 || attempt === 30) throw new Error(`a message was answered ${status}`);
    await pause(1_000);
  }
}

/** undici's lowest level: on two cores a dear client would measure itself. */
function exchange(client: Dispatcher, options: Dispatcher.DispatchOptions, keepBody: boolean): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const parts: Buffer[] = [];
    client.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, part) {
        if (keepBody) parts.push(part);
      },
      onResponseEnd() {
        resolve({ status, body: Buffer.concat(parts).toString('utf8') });
      },
      onResponseError(_controller, error) {
        reject(error);
      },
    });
  });
}
