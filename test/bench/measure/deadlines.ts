import { progress } from './progress.js';
import type { Stand } from './stand.js';

const schema = 'deadline_supervision';
/** So many in one statement. */
const chunk = 100_000;

interface Copies {
  /** Which of the service's own clocks is copied. */
  model: string;
  count: number;
  /** How long ago copy `number` was registered, and when it falls due, as SQL. */
  age?: string;
  at: string;
  /** SQL of further columns of `clock` in which copies differ from the model; `number` and `due_at` are the copy's. */
  own?: Record<string, string>;
  /** A step that was done an hour before they fall due. */
  fired?: string;
  values: unknown[];
}

/** Copies of a clock that the service has opened itself, with ids as real ones are: by the time of registration. */
export async function copyClocks(stand: Stand, { model, count, age = `interval '0'`, at, own = {}, fired, values }: Copies): Promise<void> {
  const columns = await stand.sql<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'clock' AND is_generated = 'NEVER'`,
    [schema],
  );
  const columnSql: Record<string, string> = {
    message_id: 'id', registered_at: 'now() - age', registered_on: `(now() AT TIME ZONE 'Asia/Shanghai' - age)::date`, ...own,
  };
  const done = fired ? `, done AS (INSERT INTO ${schema}.fired_step (message_id, step, due_at, fired_at) SELECT id, '${fired}', due_at - interval '1 hour', due_at - interval '1 hour' FROM copy)` : '';
  for (let from = 0; from < count; from += chunk) {
    const upTo = Math.min(count, from + chunk);
    await stand.sql(
      `WITH copy AS MATERIALIZED (
           SELECT uuidv7(-age) AS id, * FROM (SELECT number, ${age} AS age, ${at} AS due_at FROM generate_series(${from + 1}, ${upTo}) AS number) AS numbered
         ), hand AS (INSERT INTO ${schema}.clock_hand (message_id, next_fire_at, version) SELECT id, due_at, 1 FROM copy)${done}
       INSERT INTO ${schema}.clock (${columns.map(({ name }) => name).join(', ')})
       SELECT ${columns.map(({ name }) => columnSql[name] ?? `model.${name}`).join(', ')} FROM copy, (SELECT * FROM ${schema}.clock WHERE ${model} LIMIT 1) AS model`,
      values,
    );
    if (count > chunk) progress(`${upTo} of ${count} clocks are there`);
  }
}
