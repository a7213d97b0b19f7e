import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@wenzheng/local';
import { percentile, rateOf, type LoadGenerator, type LoadResult } from './measure/load.js';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import type { Stand } from './measure/stand.js';

export interface ReadsPlan {
  rounds: number;
  seconds: number;
}

interface Measured {
  load: LoadResult;
  cpu: Cpu;
}

const connections = 64;
/** As many as people read at the same time; each is rendered once and looked up once a second. */
const addresses = 200;

/** A message as JSON and as a page, against a Fastify that answers hello. */
export async function measureReads(stand: Stand, load: LoadGenerator, { rounds, seconds }: ReadsPlan): Promise<Row[]> {
  const found = await stand.sql<{ number: string }>(
    `SELECT message_number AS number FROM publication.message WHERE channel IS NOT NULL ORDER BY message_number LIMIT ${addresses}`,
  );
  const port = await freePort();
  const hello = fork(fileURLToPath(new URL('./measure/hello.js', import.meta.url)), [String(port)]);
  try {
    await once(hello, 'message');
    const read = (url: string, paths: string[]) => async (): Promise<Measured> => {
      const { result, cpu } = await stand.processes.using(() => load.run({ kind: 'reads', url, paths, connections, seconds }));
      return { load: result, cpu };
    };
    const { publication } = stand.endpoints.services;
    const json = read(publication, found.map(({ number }) => `/v1/messages/${number}`));
    const page = read(publication, found.map(({ number }) => `/messages/${number}`));
    await json();
    await page();
    const results = await interleaved<'hello' | 'json' | 'page', Measured>(rounds, { hello: read(`http://127.0.0.1:${port}`, ['/']), json, page });
    const rates = (of: Measured[]) => of.map((one) => rateOf(one.load));
    const cpuOf = (of: Measured[]) => of[0] && perOperation(of[0].cpu, of[0].load.count);
    const p99 = (of: Measured[]) => median(of.map((one) => percentile(one.load.latencies, 0.99)));
    const part = 'reads';
    return [
      { part, what: 'hello of a bare Fastify', value: median(rates(results.hello)), unit: '/s' },
      { part, what: 'GET /v1/messages/{number}', value: median(rates(results.json)), unit: '/s', cpu: cpuOf(results.json) },
      { part, what: 'the page /messages/{number}', value: median(rates(results.page)), unit: '/s', cpu: cpuOf(results.page) },
      { part, what: 'JSON : hello', value: ratio(rates(results.json), rates(results.hello)), unit: '×', goal: { atLeast: 0.3 } },
      { part, what: 'page : hello', value: ratio(rates(results.page), rates(results.hello)), unit: '×', goal: { atLeast: 0.3 } },
      { part, what: 'p99 of the JSON', value: p99(results.json), unit: 'ms' },
      { part, what: 'p99 of the page', value: p99(results.page), unit: 'ms' },
    ];
  } finally {
    hello.kill();
  }
}
