// A worker of another product in a process of its own. Each of its jobs has the same durable effect as a timer of ours.
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { effectOf, effectSql } from './rival.effect.js';

export type RivalName = 'pg-boss' | 'graphile-worker' | 'pg-boss by hand';
export interface RivalOrder {
  rival: RivalName;
  url: string;
}

/** So many jobs are finished; the first of them at this instant. */
export interface RivalReport {
  finished: number;
  at: number;
}

interface Job {
  id: string;
}

export const jobName = 'due';

const batch = 2_000;
const report = (finished: number): void => void process.send?.({ finished, at: Date.now() } satisfies RivalReport);

async function bossOf(url: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 5 });
  boss.on('error', fail);
  await boss.start();
  return boss;
}

/** Three that do this over and over; a moment's rest when there was nothing. */
function threeTimes(work: () => Promise<number>): void {
  const again = async (): Promise<never> => {
    for (;;) {
      const finished = await work();
      if (finished > 0) report(finished);
      else await pause(20);
    }
  };
  void Promise.all([again(), again(), again()]).catch(fail);
}

/** The settings that were fastest here of those that were tried. */
const rivals: Record<RivalName, (url: string) => Promise<unknown>> = {
  /** Jobs are fetched and completed 2,000 at a time; each effect is a transaction of its own, 16 at a time. */
  async 'pg-boss'(url) {
    const boss = await bossOf(url);
    const effects = new Pool({ connectionString: url, max: 16 });
    threeTimes(async () => {
      const jobs = await boss.fetch<Job>(jobName, { batchSize: batch });
      await Promise.all(jobs.map(({ data }) => effects.query({ name: 'effect', text: effectSql, values: effectOf([data.id]) })));
      if (jobs.length > 0) await boss.complete(jobName, jobs.map(({ id }) => id));
      return jobs.length;
    });
  },
  /** As whoever knows both well would write it: fetching, the effects of all and completing in one transaction. */
  async 'pg-boss by hand'(url) {
    const boss = await bossOf(url);
    const pool = new Pool({ connectionString: url, max: 3 });
    threeTimes(async () => {
      const client = await pool.connect();
      const db = { executeSql: (text: string, values: unknown[] = []) => client.query(text, values) };
      await client.query('BEGIN');
      const jobs = await boss.fetch<Job>(jobName, { batchSize: batch, db });
      if (jobs.length > 0) {
        await client.query({ name: 'effect', text: effectSql, values: effectOf(jobs.map(({ data }) => data.id)) });
        await boss.complete(jobName, jobs.map(({ id }) => id), null, { db });
      }
      await client.query('COMMIT');
      client.release();
      return jobs.length;
    });
  },
  /** Its tasks get a connection of its pool for a transaction of their own; jobs are completed in batches. */
  async 'graphile-worker'(url) {
    const runner = await run({
      connectionString: url,
      concurrency: 24,
      maxPoolSize: 24,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      preset: { worker: { pollInterval: 20, localQueue: { size: 500 }, completeJobBatchDelay: 0, preparedStatements: true } },
      taskList: {
        [jobName]: async (payload, { withPgClient }) => {
          await withPgClient((client) => client.query({ name: 'effect', text: effectSql, values: effectOf([(payload as Job).id]) as unknown[] }));
        },
      },
    });
    runner.events.on('job:complete', () => report(1));
  },
};

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

process.once('message', ({ rival, url }: RivalOrder) => {
  rivals[rival](url).then(() => process.send?.('ready'), fail);
});
