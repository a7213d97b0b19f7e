// Makes load in a thread of its own, so that what measures and what is measured do not wait for its event loop.
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { Client as PostgresClient } from 'pg';
import { Client, Pool, type Dispatcher } from 'undici';
import type { Accepted, CommitOrder, LoadOrder, LoadResult, MessageOrder, PacedOrder, ReadOrder } from './load.js';

type Work = () => Promise<void>;

const streets = ['和平路', '东风大街', '人民南路', '淮河西路', '桐柏山路', '解放街', '翰林路', '建设大道', '南环路', '古城巷', '工业园三路', '汝河堤路', '新华街', '文化宫路', '站前路', '水厂路'];
const matters = [
  ['路灯不亮', '路灯三天不亮，晚上接孩子放学很不安全，请尽快派人修复'],
  ['垃圾无人清运', '垃圾桶满了一周没有人来清运，夏天气味很大，居民不敢开窗'],
  ['自来水浑浊', '自来水又黄又浑，烧开以后壶底有一层沉淀，不知道还能不能喝'],
  ['夜间施工扰民', '工地夜里十二点还在打桩，老人和孩子都睡不着，打过几次电话没有用'],
  ['下水道堵塞', '下水道堵了，雨水漫到门口，店铺进水两次，损失没有人管'],
  ['公交车班次太少', '公交车一个小时才来一班，上班的人挤不上去，希望早高峰增加车辆'],
  ['小区物业乱收费', '物业没有公示就涨了停车费，问依据也不答复，请有关部门查一查'],
  ['暖气不热', '暖气交了费却只有十四度，报修三次来看了一眼就走了'],
  ['拖欠工资', '干完活半年没有拿到工资，老板不接电话，马上要给孩子交学费'],
  ['道路坑洼', '路面坑洼不平，下雨看不见坑，上周有人骑车摔伤了'],
] as const;
const letter = (number: number): { title: string; text: string } => {
  const street = streets[number % streets.length] ?? '';
  const [matter, words] = matters[Math.floor(number / streets.length) % matters.length] ?? matters[0];
  return { title: `${street}${(number % 297) + 1}号附近${matter}`, text: `${street}${(number % 297) + 1}号附近，${words}。`.repeat(4) };
};
/** Some 180 characters, as long as a usual letter to the city. */
const { text } = letter(0);

parentPort?.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

function carryOut(order: LoadOrder): Promise<LoadResult> {
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

/** Every client sends, waits for its answer and sends again. */
async function closedLoop(clients: Work[], seconds: number): Promise<LoadResult> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  await Promise.all(
    clients.map(async (work) => {
      for (let now = performance.now(); now < end; ) {
        await work();
        const after = performance.now();
        latencies.push(after - now);
        now = after;
      }
    }),
  );
  return { count: latencies.length, seconds: (performance.now() - begun) / 1_000, latencies: new Float64Array(latencies).sort(), accepted: [] };
}

/** The yardstick: one row, one INSERT, one commit, as the same messages would be stored without any thought. */
async function commit({ url, clients, seconds, prefix }: CommitOrder): Promise<LoadResult> {
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
    seconds,
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

async function pushMessages(order: MessageOrder): Promise<LoadResult> {
  const headers = messageHeaders(order);
  const connections = Array.from({ length: order.connections }, () => new Client(order.url, { pipelining: 1 }));
  let next = 0;
  const result = await closedLoop(
    connections.map((connection) => async () => {
      const body = messageBody(`${order.prefix}-${next}`, next++, order.unit);
      const { status } = await exchange(connection, { method: 'POST', path, headers, body }, false);
      if (status !== 201) throw new Error(`a message was answered ${status}`);
    }),
    order.seconds,
  );
  await Promise.all(connections.map((connection) => connection.close()));
  return result;
}

/** So many messages a second, whether those before were answered or not. */
async function pushPaced(order: PacedOrder): Promise<LoadResult> {
  const headers = messageHeaders(order);
  const pool = new Pool(order.url, { connections: 64, pipelining: 1 });
  const accepted: Accepted[] = [];
  const latencies: number[] = [];
  const send = async (number: number) => {
    const sent = performance.now();
    const { status, body } = await exchange(pool, { method: 'POST', path, headers, body: messageBody(`${order.prefix}-${number}`, number, order.unit) }, true);
    if (status !== 201) throw new Error(`a message was answered ${status}`);
    const now = performance.now();
    latencies.push(now - sent);
    accepted.push({ messageId: (JSON.parse(body) as { messageId: string }).messageId, at: performance.timeOrigin + now });
  };
  const sending: Promise<void>[] = [];
  const begun = performance.now();
  const total = order.perSecond * order.seconds;
  while (sending.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * order.perSecond) + 1);
    while (sending.length < due) sending.push(send(sending.length));
    await pause(1);
  }
  await Promise.all(sending);
  await pool.close();
  return { count: total, seconds: (performance.now() - begun) / 1_000, latencies: new Float64Array(latencies).sort(), accepted };
}

async function readPages({ url, connections, seconds, paths }: ReadOrder): Promise<LoadResult> {
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }));
  let next = 0;
  const result = await closedLoop(
    clients.map((client) => async () => {
      const { status } = await exchange(client, { method: 'GET', path: paths[next++ % paths.length] ?? '/' }, false);
      if (status !== 200) throw new Error(`a read was answered ${status}`);
    }),
    seconds,
  );
  await Promise.all(clients.map((client) => client.close()));
  return result;
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
