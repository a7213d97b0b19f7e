import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@wenzheng/local';
import { percentile, rateOf, type Amount, type LoadGenerator, type LoadResult } from './measure/load.js';
import { plainIntakeTables, type PlainIntakeOrder } from './measure/plain-intake.js';
import { added, cpuSeconds, type Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio, type Comparison } from './measure/rounds.js';
import { atRest } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface IntakePlan {
  rounds: number;
  seconds: number;
  /** Messages before anything is measured. */
  warmUp: number;
}

/** A message's columns and its unique key, and nothing else. */
const singleRowTable = `
  CREATE TABLE single_row (
    message_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    channel text NOT NULL,
    external_id text NOT NULL,
    message_number text NOT NULL,
    registered_at timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    kind text,
    visibility text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    author_hash text NOT NULL,
    UNIQUE (channel, external_id)
  )`;

interface Measured {
  load: LoadResult;
  cpu: Cpu;
  wal: number;
}
type Contestant = 'commits' | 'plain' | 'at64' | 'at256' | 'two';

const part = 'intake';

/** Registrations through the real service, against the same endpoint with an INSERT a request, and against bare commits. */
export async function measureIntake(stands: readonly Stand[], load: LoadGenerator, plan: IntakePlan): Promise<Row[]> {
  const plain: ChildProcess[] = [];
  try {
    const comparisons: Comparison<Contestant, Measured>[] = [];
    for (const stand of stands) {
      const child = fork(fileURLToPath(new URL('./measure/plain-intake.js', import.meta.url)));
      plain.push(child);
      comparisons.push(await comparison(stand, load, plan, child));
    }
    return await interleaved(plan.rounds, comparisons);
  } finally {
    for (const child of plain) child.kill();
  }
}

async function comparison(stand: Stand, load: LoadGenerator, { seconds, warmUp }: IntakePlan, plain: ChildProcess): Promise<Comparison<Contestant, Measured>> {
  await stand.sql(singleRowTable);
  await stand.sql(plainIntakeTables);
  const port = await freePort();
  plain.send({ port, database: stand.endpoints.postgres, key: stand.channel.key } satisfies PlainIntakeOrder);
  await once(plain, 'message');

  const { platform } = stand.city;
  const plainCpu = () => cpuSeconds(plain.pid ?? 0);
  /** With what it leaves to do: the relay's part of each message counts too. */
  const measured = async (work: () => Promise<LoadResult>): Promise<Measured> => {
    const before = plainCpu();
    const { result, cpu, wal } = await stand.costOf(async () => {
      const made = await work();
      await atRest(stand);
      return made;
    });
    return { load: result, cpu: { ...cpu, 'plain endpoint': plainCpu() - before, client: result.client }, wal };
  };
  const push = (connections: number, name: string, to: { urls: string[] } = stand.channel, amount: Amount = { seconds }) => (round: number | string) =>
    measured(() => load.run({ kind: 'messages', ...stand.channel, ...to, connections, amount, prefix: `${name}-${round}` }));
  const commits = (amount: Amount) => (round: number | string) =>
    measured(() => load.run({ kind: 'commits', url: stand.endpoints.postgres, clients: 64, amount, prefix: `commit-${round}` }));
  const plainly = { urls: [`http://127.0.0.1:${port}`] };
  const two = async (round: number | string, amount: Amount = { seconds }) => {
    await platform.start('intake');
    // One of them has just started.
    await push(256, 'both', { urls: platform.urlsOf('intake') }, { count: warmUp })(round);
    const result = await push(256, 'two', { urls: platform.urlsOf('intake') }, amount)(round);
    await platform.kill('intake', 'SIGTERM', 1);
    return result;
  };
  await platform.kill('intake', 'SIGTERM', 1);
  await push(256, 'at256', undefined, { count: warmUp })('warm');
  await push(256, 'plain', plainly, { count: warmUp })('warm');
  await commits({ count: warmUp })('warm');
  return {
    contestants: { commits: commits({ seconds }), plain: push(256, 'plain', plainly), at64: push(64, 'at64'), at256: push(256, 'at256'), two },
    rows: rowsOf,
  };
}

function rowsOf(results: Record<Contestant, Measured[]>): Row[] {
  const rates = (of: Measured[]) => of.map((one) => rateOf(one.load));
  const latency = (of: Measured[], share: number) => median(of.map((one) => percentile(one.load.latencies, share)));
  const messages = (of: Measured[]) => of.reduce((count, one) => count + one.load.count, 0);
  const cpuOf = (of: Measured[]) => perOperation(added(of.map(({ cpu }) => cpu)), messages(of));
  const walOf = (of: Measured[]) => of.map(({ wal, load }) => wal / load.count);
  const { commits, plain, at64, at256, two } = results;
  /** Of a message, of all that serves it. */
  const served = (of: Measured[]) => of.map(({ cpu, load }) => ['intake', 'postgres', 'nats'].reduce((sum, name) => sum + (cpu[name] ?? 0), 0) / load.count);
  const postgres = (of: Measured[]) => of.map(({ cpu, load }) => (cpu['postgres'] ?? NaN) / load.count);
  return [
    { part, what: 'single-row commits, 64 plain clients', value: median(rates(commits)), unit: '/s', cpu: cpuOf(commits) },
    { part, what: 'plain endpoint, one INSERT a request, 256 connections', value: median(rates(plain)), unit: '/s', cpu: cpuOf(plain) },
    { part, what: 'messages accepted, 64 connections', value: median(rates(at64)), unit: '/s', cpu: cpuOf(at64) },
    { part, what: 'messages accepted, 256 connections', value: median(rates(at256)), unit: '/s', cpu: cpuOf(at256) },
    { part, what: 'messages at 256 : plain endpoint', value: ratio(rates(at256), rates(plain)), unit: '×', goal: { atLeast: 2.5 } },
    { part, what: 'messages at 256 : commits', value: ratio(rates(at256), rates(commits)), unit: '×' },
    { part, what: "intake's own CPU a message", value: cpuOf(at256)['intake'] ?? NaN, unit: 'µs', goal: { atMost: 150 } },
    { part, what: "Postgres's CPU, a commit : a message", value: ratio(postgres(commits), postgres(at256)), unit: '×', goal: { atLeast: 2.5 } },
    { part, what: 'two replicas on four cores : one, by CPU', value: 2 * ratio(served(at256), served(two)), unit: '×', goal: { atLeast: 1.8 }, cpu: cpuOf(two) },
    { part, what: 'WAL of a message, relayed', value: median(walOf(at256)), unit: 'bytes' },
    { part, what: 'WAL of a message at the plain endpoint, not relayed', value: median(walOf(plain)), unit: 'bytes' },
    { part, what: 'p50 at 64 connections', value: latency(at64, 0.5), unit: 'ms' },
    { part, what: 'p99 at 64 connections', value: latency(at64, 0.99), unit: 'ms' },
    { part, what: 'p50 at 256 connections', value: latency(at256, 0.5), unit: 'ms' },
    { part, what: 'p99 at 256 connections', value: latency(at256, 0.99), unit: 'ms' },
  ];
}
