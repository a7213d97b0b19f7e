import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@wenzheng/local';
import { percentile, rateOf, type Amount, type LoadGenerator, type LoadResult } from './measure/load.js';
import { added, type Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio, type Comparison } from './measure/rounds.js';
import { atRest } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface ReadsPlan {
  rounds: number;
  seconds: number;
  /** Reads of each kind before anything is measured. */
  warmUp: number;
}

interface Measured {
  load: LoadResult;
  cpu: Cpu;
}

type Contestant = 'hello' | 'json' | 'page';

const connections = 64;
/** As many as people read at the same time; each is rendered once and looked up once a second. */
const addresses = 200;

/** A message as JSON and as a page, against a Fastify that answers hello, once everything else is done. */
export async function measureReads(stands: readonly Stand[], load: LoadGenerator, plan: ReadsPlan): Promise<Row[]> {
  const port = await freePort();
  const hello = fork(fileURLToPath(new URL('./measure/hello.js', import.meta.url)), [String(port)]);
  try {
    await once(hello, 'message');
    const comparisons: Comparison<Contestant, Measured>[] = [];
    for (const stand of stands) comparisons.push(await comparison(stand, load, plan, `http://127.0.0.1:${port}`));
    return await interleaved(plan.rounds, comparisons);
  } finally {
    hello.kill();
  }
}

async function comparison(stand: Stand, load: LoadGenerator, { seconds, warmUp }: ReadsPlan, hello: string): Promise<Comparison<Contestant, Measured>> {
  await atRest(stand);
  const found = await stand.sql<{ number: string }>(`SELECT message_number AS number FROM intake.message ORDER BY message_number LIMIT ${addresses}`);
  const read = (url: string, paths: string[], amount: Amount = { seconds }) => async (): Promise<Measured> => {
    const { result, cpu } = await stand.processes.using(() => load.run({ kind: 'reads', url, paths, connections, amount }));
    return { load: result, cpu: { ...cpu, client: result.client } };
  };
  const { publication } = stand.endpoints.services;
  const [json, page] = [found.map(({ number }) => `/v1/messages/${number}`), found.map(({ number }) => `/messages/${number}`)];
  for (const [url, paths] of [[hello, ['/']], [publication, json], [publication, page]] as const) await read(url, [...paths], { count: warmUp })();
  return {
    contestants: { hello: read(hello, ['/']), json: read(publication, json), page: read(publication, page) },
    rows: rowsOf,
  };
}

function rowsOf(results: Record<Contestant, Measured[]>): Row[] {
  const rates = (of: Measured[]) => of.map((one) => rateOf(one.load));
  const cpuOf = (of: Measured[]) => perOperation(added(of.map(({ cpu }) => cpu)), of.reduce((count, one) => count + one.load.count, 0));
  const p99 = (of: Measured[]) => median(of.map((one) => percentile(one.load.latencies, 0.99)));
  const part = 'reads';
  return [
    { part, what: 'hello of a bare Fastify', value: median(rates(results.hello)), unit: '/s', cpu: cpuOf(results.hello) },
    { part, what: 'GET /v1/messages/{number}', value: median(rates(results.json)), unit: '/s', cpu: cpuOf(results.json) },
    { part, what: 'the page /messages/{number}', value: median(rates(results.page)), unit: '/s', cpu: cpuOf(results.page) },
    { part, what: 'JSON : hello', value: ratio(rates(results.json), rates(results.hello)), unit: '×', goal: { atLeast: 0.5 } },
    { part, what: 'page : hello', value: ratio(rates(results.page), rates(results.hello)), unit: '×', goal: { atLeast: 0.5 } },
    { part, what: 'p99 of the JSON', value: p99(results.json), unit: 'ms' },
    { part, what: 'p99 of the page', value: p99(results.page), unit: 'ms' },
  ];
}
