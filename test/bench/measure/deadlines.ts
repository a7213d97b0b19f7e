import { progress } from './progress.js';
import type { Stand } from './stand.js';

const schema = 'deadline_supervision';
/** So many in one statement. */
const chunk = 100_000;

/** What the tables and a column are called, now and in releases before. */
const releases = [
  { deadline: 'deadline', timer: 'deadline_timer', sequence: 'sequence' },
  { deadline: 'clock', timer: 'clock_hand', sequence: 'version' },
];

interface Copies {
  /** Which of the service's own deadlines is copied. */
  model: string;
  count: number;
  /** How long ago copy `number` was registered, and when it falls due, as SQL. */
  age?: string;
  at: string;
  /** SQL of further columns of the deadline in which copies differ from the model; `number` and `due_at` are the copy's. */
  own?: Record<string, string>;
  /** A step that was done an hour before they fall due. */
  fired?: string;
  values: unknown[];
}

/** The deadlines of a stand, with their timers and the steps that were done, as its database has them. */
export class Deadlines {
  private constructor(
    private readonly stand: Stand,
    private readonly names: (typeof releases)[number],
  ) {}

  static async of(stand: Stand): Promise<Deadlines> {
    for (const names of releases) {
      const [table] = await stand.sql<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [`${schema}.${names.timer}`]);
      if (table?.there) return new Deadlines(stand, names);
    }
    throw new Error('deadline-supervision keeps its deadlines in tables that are not known here');
  }

  /** Copies of one that the service has opened itself, with ids as real ones are: by the time of registration. */
  async copy({ model, count, age = `interval '0'`, at, own = {}, fired, values }: Copies): Promise<void> {
    const { deadline, timer, sequence } = this.names;
    const columns = await this.stand.sql<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER'`,
      [schema, deadline],
    );
    const columnSql: Record<string, string> = {
      message_id: 'id', registered_at: 'now() - age', registered_on: `(now() AT TIME ZONE 'Asia/Shanghai' - age)::date`, ...own,
    };
    const done = fired ? `, done AS (INSERT INTO ${schema}.fired_step (message_id, step, due_at, fired_at) SELECT id, '${fired}', due_at - interval '1 hour', due_at - interval '1 hour' FROM copy)` : '';
    for (let from = 0; from < count; from += chunk) {
      const upTo = Math.min(count, from + chunk);
      await this.stand.sql(
        `WITH copy AS MATERIALIZED (
             SELECT uuidv7(-age) AS id, * FROM (SELECT number, ${age} AS age, ${at} AS due_at FROM generate_series(${from + 1}, ${upTo}) AS number) AS numbered
           ), timer AS (INSERT INTO ${schema}.${timer} (message_id, next_fire_at, ${sequence}) SELECT id, due_at, 1 FROM copy)${done}
         INSERT INTO ${schema}.${deadline} (${columns.map(({ name }) => name).join(', ')})
         SELECT ${columns.map(({ name }) => columnSql[name] ?? `model.${name}`).join(', ')} FROM copy, (SELECT * FROM ${schema}.${deadline} WHERE ${model} LIMIT 1) AS model`,
        values,
      );
      if (count > chunk) progress(`${upTo} of ${count} deadlines are there`);
    }
  }

  /** What autovacuum would do in time. */
  async settle(): Promise<void> {
    const { deadline, timer } = this.names;
    await this.stand.sql(`VACUUM ANALYZE ${[deadline, timer, 'fired_step', 'ended_message', 'outbox'].map((table) => `${schema}.${table}`).join(', ')}`);
  }

  count(): Promise<number> {
    return this.number(`count(*) FROM ${schema}.${this.names.deadline}`);
  }

  pending(): Promise<number> {
    return this.number(`count(*) FROM ${schema}.${this.names.timer} WHERE next_fire_at IS NOT NULL`);
  }

  /** Those that were due by then and have not fired. */
  late(dueAt: Date): Promise<number> {
    return this.number(`count(*) FROM ${schema}.${this.names.timer} WHERE next_fire_at <= $1`, [dueAt]);
  }

  /** Steps that were done, of this kind. */
  fired(step = 'overdue'): Promise<number> {
    return this.number(`count(*) FROM ${schema}.fired_step WHERE step = $1`, [step]);
  }

  /** When the first of those that were due at that instant fired. */
  async firstFiredAt(dueAt: Date): Promise<Date> {
    const [first] = await this.stand.sql<{ at: Date | null }>(`SELECT min(fired_at) AS at FROM ${schema}.fired_step WHERE due_at = $1 AND step = 'overdue'`, [dueAt]);
    if (!first?.at) throw new Error('nothing fired');
    return first.at;
  }

  /** No row lies outside the partition of its month. */
  async inMonths(): Promise<boolean> {
    return (await this.stand.sql(`SELECT FROM ${schema}.${this.names.deadline}_default LIMIT 1`)).length === 0;
  }

  /** MiB of the partial index of what is pending. */
  async indexSize(): Promise<number> {
    return (await this.number(`pg_relation_size('${this.index}')`)) / 2 ** 20;
  }

  async rebuildIndex(): Promise<void> {
    await this.stand.sql(`VACUUM ${schema}.${this.names.timer}`);
    await this.stand.sql(`REINDEX INDEX ${this.index}`);
  }

  private get index(): string {
    return `${schema}.${this.names.timer}_next_fire_at`;
  }

  private async number(expression: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.stand.sql<{ number: number }>(`SELECT (${expression.includes(' FROM ') ? `SELECT ${expression}` : expression})::float8 AS number`, values);
    return row?.number ?? NaN;
  }
}
