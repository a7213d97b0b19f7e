// A worker of another product in a process of its own. Its jobs do nothing: what is measured is to find, claim and finish them.
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import { PgBoss } from 'pg-boss';

export type RivalName = 'pg-boss' | 'graphile-worker';
export interface RivalOrder {
  rival: RivalName;
  url: string;
}

/** So many jobs are finished; the first of them at this instant. */
export interface RivalReport {
  finished: number;
  at: number;
}

export const jobName = 'due';

const report = (finished: number): void => void process.send?.({ finished, at: Date.now() } satisfies RivalReport);

/** The settings that were fastest here of those that were tried. */
const rivals: Record<RivalName, (url: string) => Promise<unknown>> = {
  async 'pg-boss'(url) {
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 5 });
    boss.on('error', fail);
    await boss.start();
    const work = async (): Promise<never> => {
      for (;;) {
        const jobs = await boss.fetch(jobName, { batchSize: 2_000 });
        if (jobs.length === 0) {
          await pause(20);
          continue;
        }
        await boss.complete(jobName, jobs.map(({ id }) => id));
        report(jobs.length);
      }
    };
    void Promise.all([work(), work(), work()]).catch(fail);
  },
  async 'graphile-worker'(url) {
    const runner = await run({
      connectionString: url,
      concurrency: 24,
      maxPoolSize: 10,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      preset: { worker: { pollInterval: 20, localQueue: { size: 500 }, completeJobBatchDelay: 0, preparedStatements: true } },
      taskList: { [jobName]: () => undefined },
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
