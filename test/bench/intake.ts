import { rateOf, percentile, type LoadGenerator, type LoadResult } from './measure/load.js';
import type { Cpu } from './measure/processes.js';
import { perOperation, type Row } from './measure/report.js';
import { interleaved, median, ratio } from './measure/rounds.js';
import { outboxIsEmpty } from './measure/settled.js';
import type { Stand } from './measure/stand.js';

export interface IntakePlan {
  rounds: number;
  seconds: number;
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
}

/** Registrations through the real service, against single-row commits by a plain client on the same Postgres. */
export async function measureIntake(stand: Stand, load: LoadGenerator, { rounds, seconds }: IntakePlan): Promise<Row[]> {
  await stand.sql(singleRowTable);
    const measured = async (work: () => Promise<LoadResult>): Promise<Measured> => {
    const { result, cpu } = await stand.processes.using(work);
    await outboxIsEmpty(stand, 'intake');
    return { load: result, cpu };
  };
  const messages = (connections: number) => (round: number) =>
    measured(() =>
      load.run({ kind: 'messages', ...stand.channel, connections, seconds, prefix: `intake-${connections}-${round}` }),
    );
  await messages(256)(-1);
  const results = await interleaved<'commits' | 'at64' | 'at256', Measured>(rounds, {
    commits: (round) => measured(() => load.run({ kind: 'commits', url: stand.endpoints.postgres, clients: 64, seconds, prefix: `commit-${round}` })),
    at64: messages(64),
    at256: messages(256),
  });
  const rates = (of: Measured[]) => of.map((one) => rateOf(one.load));
  const latency = (of: Measured[], share: number) => median(of.map((one) => percentile(one.load.latencies, share)));
  const cpuOf = (of: Measured[]) => perOperation(added(of.map(({ cpu }) => cpu)), of.reduce((count, one) => count + one.load.count, 0));
  const postgres = (of: Measured[]) => cpuOf(of)['postgres'] ?? NaN;
  const part = 'intake';
  return [
    { part, what: 'single-row commits, 64 plain clients', value: median(rates(results.commits)), unit: '/s', cpu: cpuOf(results.commits) },
    { part, what: 'messages accepted, 64 connections', value: median(rates(results.at64)), unit: '/s', cpu: cpuOf(results.at64) },
    { part, what: 'messages accepted, 256 connections', value: median(rates(results.at256)), unit: '/s', cpu: cpuOf(results.at256) },
    { part, what: 'messages at 64 : commits', value: ratio(rates(results.at64), rates(results.commits)), unit: '×' },
    { part, what: 'messages at 256 : commits', value: ratio(rates(results.at256), rates(results.commits)), unit: '×', goal: { atLeast: 1.5 } },
    { part, what: "Postgres's CPU, a commit : a message at 256", value: postgres(results.commits) / postgres(results.at256), unit: '×' },
    { part, what: 'p50 at 64 connections', value: latency(results.at64, 0.5), unit: 'ms' },
    { part, what: 'p99 at 64 connections', value: latency(results.at64, 0.99), unit: 'ms' },
    { part, what: 'p50 at 256 connections', value: latency(results.at256, 0.5), unit: 'ms' },
    { part, what: 'p99 at 256 connections', value: latency(results.at256, 0.99), unit: 'ms', goal: { atMost: 50 } },
  ];
}

function added(cpus: readonly Cpu[]): Cpu {
  const total: Record<string, number> = {};
  for (const cpu of cpus) for (const [name, seconds] of Object.entries(cpu)) total[name] = (total[name] ?? 0) + seconds;
  return total;
}
