import type { Stand } from './stand.js';

const schema = 'deadline_supervision';
/** So many in one statement. */
const chunk = 100_000;

interface Copies {
  /** Which of the service's own clocks is copied. */
  model: string;
  count: number;
  /** When copy `number` falls due, as SQL. */
  at: string;
  /** SQL of the columns of `clock` in which the copies differ from the model; `number` and `due_at` are the copy's. */
  own?: Record<string, string>;
  values: unknown[];
  progress?: (done: number) => void;
}

/** Copies of a clock that the service has opened itself, with ids in order of time as real ones are. */
export async function copyClocks(stand: Stand, { model, count, at, own = {}, values, progress }: Copies): Promise<void> {
  const columns = await stand.sql<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'clock' AND is_generated = 'NEVER'`,
    [schema],
  );
  const value = (name: string) => (name === 'message_id' ? 'id' : (own[name] ?? `model.${name}`));
  for (let done = 0; done < count; done += chunk) {
    const upTo = Math.min(count, done + chunk);
    await stand.sql(
      `WITH copy AS MATERIALIZED (SELECT uuidv7() AS id, number, ${at} AS due_at FROM generate_series(${done + 1}, ${upTo}) AS number),
         hand AS (INSERT INTO ${schema}.clock_hand (message_id, next_fire_at, version) SELECT id, due_at, 1 FROM copy)
       INSERT INTO ${schema}.clock (${columns.map(({ name }) => name).join(', ')})
       SELECT ${columns.map(({ name }) => value(name)).join(', ')} FROM copy, (SELECT * FROM ${schema}.clock WHERE ${model} LIMIT 1) AS model`,
      values,
    );
    progress?.(upTo);
  }
}
