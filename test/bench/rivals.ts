import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeWorkerUtils } from 'graphile-worker';
import { PgBoss } from 'pg-boss';
import type { Fired } from './clocks.js';
import { jobName, type RivalName, type RivalOrder, type RivalReport } from './measure/rival.worker.js';
import { progress } from './measure/progress.js';
import type { Stand } from './measure/stand.js';

const chunk = 100_000;

/** Where a rival keeps its jobs. */
const tables: Record<RivalName, { table: string; schema: string; own: Record<string, string>; dueAt: string }> = {
  'pg-boss': { schema: 'pgboss', table: 'job', own: { id: 'gen_random_uuid()' }, dueAt: 'start_after' },
  'graphile-worker': { schema: 'graphile_worker', table: '_private_jobs', own: { id: 'DEFAULT' }, dueAt: 'run_at' },
};

/** Makes the tables and puts one job into them, of which the others are copies. */
const install: Record<RivalName, (url: string) => Promise<void>> = {
  async 'pg-boss'(url) {
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(jobName);
    await boss.send(jobName, {}, { startAfter: new Date(Date.now() + 365 * 86_400_000) });
    await boss.stop({ graceful: false });
  },
  async 'graphile-worker'(url) {
    const utils = await makeWorkerUtils({ connectionString: url });
    await utils.migrate();
    await utils.addJob(jobName, {}, { runAt: new Date(Date.now() + 365 * 86_400_000) });
    await utils.release();
  },
};

/** Another product that does things at their time, on the same Postgres. Its jobs have no effect but that they are finished. */
export class Rival {
  private constructor(
    readonly name: RivalName,
    private readonly stand: Stand,
  ) {}

  static async install(name: RivalName, stand: Stand): Promise<Rival> {
    await install[name](stand.endpoints.postgres);
    return new Rival(name, stand);
  }

  /** A statement each hundred thousand. */
  async seed(count: number, at: Date): Promise<void> {
    const { schema, table, own, dueAt } = tables[this.name];
    const columns = await this.stand.sql<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_name <> ALL ($3)`,
      [schema, table, Object.entries(own).flatMap(([name, value]) => (value === 'DEFAULT' ? [name] : []))],
    );
    const value = (name: string) => (name === dueAt ? '$1::timestamptz' : (own[name] ?? `model.${name}`));
    const insert = (jobs: number) => this.stand.sql(
      `INSERT INTO ${schema}.${table} (${columns.map(({ name }) => name).join(', ')})
       SELECT ${columns.map(({ name }) => value(name)).join(', ')}
       FROM (SELECT * FROM ${schema}.${table} WHERE ${dueAt} > now() LIMIT 1) AS model, generate_series(1, $2::int)`,
      [at, jobs],
    );
    for (let done = 0; done < count; done += chunk) {
      await insert(Math.min(chunk, count - done));
      if (count > chunk) progress(`${Math.min(count, done + chunk)} of ${count} jobs of ${this.name} are there`);
    }
  }

  async settle(): Promise<void> {
    const { schema, table } = tables[this.name];
    await this.stand.sql(`VACUUM ANALYZE ${schema}.${table}`);
  }

  /** These many jobs are due then; they are awaited by so many processes. */
  async fire(workers: number, due: number, dueAt: Date): Promise<Fired> {
    const processes = await Promise.all(Array.from({ length: workers }, () => this.worker()));
    let [finished, first, last] = [0, Infinity, NaN];
    const { cpu } = await this.stand.processes.using(
      () =>
        new Promise<void>((resolve, reject) => {
          for (const worker of processes) {
            worker.on('message', ({ finished: more, at }: RivalReport) => {
              first = Math.min(first, at);
              last = at;
              if ((finished += more) >= due) resolve();
            });
            worker.on('exit', () => reject(new Error(`a worker of ${this.name} ended`)));
          }
        }),
    );
    for (const worker of processes) worker.removeAllListeners().kill();
    return { perSecond: (due / (last - dueAt.getTime())) * 1_000, lateBy: first - dueAt.getTime(), cpu };
  }

  private async worker(): Promise<ChildProcess> {
    const worker = fork(fileURLToPath(new URL('./measure/rival.worker.js', import.meta.url)));
    worker.send({ rival: this.name, url: this.stand.endpoints.postgres } satisfies RivalOrder);
    await once(worker, 'message');
    return worker;
  }

  async drop(): Promise<void> {
    await this.stand.sql(`DROP SCHEMA ${tables[this.name].schema} CASCADE`);
  }
}
