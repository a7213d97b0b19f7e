import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeWorkerUtils } from 'graphile-worker';
import { PgBoss } from 'pg-boss';
import { effectTables } from './measure/rival.effect.js';
import { jobName, type RivalName, type RivalOrder, type RivalReport } from './measure/rival.worker.js';
import { cpuSeconds } from './measure/processes.js';
import { progress } from './measure/progress.js';
import type { Stand } from './measure/stand.js';
import type { Fired } from './timers.js';

export type { RivalName };
export const rivalNames: readonly RivalName[] = ['pg-boss', 'graphile-worker', 'pg-boss by hand'];

const chunk = 100_000;
const nextYear = () => new Date(Date.now() + 365 * 86_400_000);

interface Product {
  schema: string;
  /** Where it keeps its jobs, with the columns in which they differ. */
  table: string;
  own: Record<string, string>;
  dueAt: string;
  /** Makes the tables and puts one job into them, of which the others are copies. */
  install(url: string): Promise<void>;
}

const pgBoss: Product = {
  schema: 'pgboss', table: 'job', own: { id: 'gen_random_uuid()', data: `jsonb_build_object('id', due.id)` }, dueAt: 'start_after',
  async install(url) {
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
    await boss.start();
    if (!(await boss.getQueue(jobName))) {
      await boss.createQueue(jobName);
      await boss.send(jobName, {}, { startAfter: nextYear() });
    }
    await boss.stop({ graceful: false });
  },
};
const graphileWorker: Product = {
  schema: 'graphile_worker', table: '_private_jobs', own: { id: 'DEFAULT', payload: `json_build_object('id', due.id)` }, dueAt: 'run_at',
  async install(url) {
    const utils = await makeWorkerUtils({ connectionString: url });
    await utils.migrate();
    await utils.addJob(jobName, {}, { runAt: nextYear() });
    await utils.release();
  },
};
const products: Record<RivalName, Product> = { 'pg-boss': pgBoss, 'pg-boss by hand': pgBoss, 'graphile-worker': graphileWorker };

/** Another product that does things at their time, on the same Postgres; each of its jobs has the same durable effect as a timer of ours. */
export class Rival {
  private constructor(
    readonly name: RivalName,
    private readonly stand: Stand,
  ) {}

  static async install(name: RivalName, stand: Stand): Promise<Rival> {
    const [effects] = await stand.sql<{ there: boolean }>(`SELECT to_regclass('rival.due') IS NOT NULL AS there`);
    if (!effects?.there) await stand.sql(effectTables);
    await products[name].install(stand.endpoints.postgres);
    return new Rival(name, stand);
  }

  /** So many that are not due, where they are not there yet. */
  async fill(count: number, at: Date): Promise<void> {
    const { schema, table } = products[this.name];
    const [row] = await this.stand.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.${table}`);
    await this.seed(Math.max(0, count - (row?.count ?? 0)), at);
    await this.settle();
  }

  /** A statement each hundred thousand. */
  async seed(count: number, at: Date): Promise<void> {
    const { schema, table, own, dueAt } = products[this.name];
    const columns = await this.stand.sql<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_name <> ALL ($3)`,
      [schema, table, Object.entries(own).flatMap(([name, value]) => (value === 'DEFAULT' ? [name] : []))],
    );
    const value = (name: string) => (name === dueAt ? '$1::timestamptz' : (own[name] ?? `model.${name}`));
    for (let done = 0; done < count; done += chunk) {
      await this.stand.sql(
        `WITH due AS (INSERT INTO rival.due SELECT uuidv7(), $1::timestamptz, 1 FROM generate_series(1, $2::int) RETURNING id)
         INSERT INTO ${schema}.${table} (${columns.map(({ name }) => name).join(', ')})
         SELECT ${columns.map(({ name }) => value(name)).join(', ')} FROM (SELECT * FROM ${schema}.${table} WHERE ${dueAt} > now() LIMIT 1) AS model, due`,
        [at, Math.min(chunk, count - done)],
      );
      if (count > chunk) progress(`${Math.min(count, done + chunk)} of ${count} jobs of ${this.name} are there`);
    }
  }

  async settle(): Promise<void> {
    const { schema, table } = products[this.name];
    await this.stand.sql(`VACUUM ANALYZE ${schema}.${table}, rival.due, rival.step, rival.event`);
  }

  /** These many jobs are due then; they are awaited by so many processes. */
  async fire(workers: number, due: number, dueAt: Date): Promise<Fired> {
    const processes = await Promise.all(Array.from({ length: workers }, () => this.worker()));
    const before = await this.effects();
    const used = () => processes.reduce((sum, { pid = 0 }) => sum + cpuSeconds(pid), 0);
    const usedBefore = used();
    let [finished, first, last] = [0, Infinity, NaN];
    const { cpu, wal } = await this.stand.costOf(
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
    const own = used() - usedBefore;
    for (const worker of processes) worker.removeAllListeners().kill();
    const effects = (await this.effects()) - before;
    if (effects < due) throw new Error(`${this.name} finished ${due} jobs with ${effects} effects`);
    return { perSecond: (due / (last - dueAt.getTime())) * 1_000, lateBy: first - dueAt.getTime(), cpu: { postgres: cpu['postgres'] ?? NaN, [this.name]: own }, wal: wal / due };
  }

  private async effects(): Promise<number> {
    const [row] = await this.stand.sql<{ count: number }>('SELECT count(*)::int AS count FROM rival.event');
    return row?.count ?? NaN;
  }

  private async worker(): Promise<ChildProcess> {
    const worker = fork(fileURLToPath(new URL('./measure/rival.worker.js', import.meta.url)));
    worker.send({ rival: this.name, url: this.stand.endpoints.postgres } satisfies RivalOrder);
    await once(worker, 'message');
    return worker;
  }

  async drop(): Promise<void> {
    await this.stand.sql(`DROP SCHEMA IF EXISTS ${products[this.name].schema}, rival CASCADE`);
  }
}
