import { progress } from './progress.js';
import type { Stand } from './stand.js';

/** So many in one statement. */
const chunk = 100_000;

interface Copies {
  /** With its schema. */
  table: string;
  count: number;
  /** Which of the service's own rows is copied. */
  model: string;
  /** SQL of the columns in which copies differ from the model, by `number`. */
  own: Record<string, string>;
  /** SQL of what `own` refers to beside `number`. */
  beside?: string;
}

/** Copies of a row that the service has written itself. */
export async function copyRows(stand: Stand, { table, count, model, own, beside }: Copies): Promise<void> {
  const columns = await stand.sql<{ name: string }>(`SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, [table]);
  for (let from = 0; from < count; from += chunk) {
    const upTo = Math.min(count, from + chunk);
    await stand.sql(
      `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
       SELECT ${columns.map(({ name }) => own[name] ?? `model.${name}`).join(', ')}
       FROM generate_series(${from + 1}, ${upTo}) AS number, (SELECT * FROM ${table} WHERE ${model} LIMIT 1) AS model${beside ? `, ${beside}` : ''}`,
    );
    progress(`${upTo} of ${count} rows of ${table} are there`);
  }
}
