import { redact } from '@wenzheng/redaction';
import { accuracy, documentOf, train, type Example, type Trained } from '@wenzheng/text';
import pg from 'pg';
import { decisionsToTrain, isDue, type DueRow } from './training-due.js';
import { thresholdsOf } from '../suggestion.rules.js';

/** The newest ones; bounds memory and time. */
const mostDecisions = 20_000;
/** From here on what units say of themselves adds nothing to what was decided. */
const decisionsWithoutDuties = 3_000;

/**
 * Trains on what people confirmed and stores the result as the next version; one trainer at a time over all replicas. No transaction is open while it trains, which
 * takes up to a minute or two.
 * @returns the version; null where there is too little new, or another trains
 */
export async function trainModel(databaseUrl: string, now: Date): Promise<number | null> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'routing training' });
  await client.connect();
  try {
    // Of the session: it ends with the thread, however that ends.
    const { rows: [lock] } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(hashtext('learned model ' || current_schema())) AS locked`);
    if (!lock?.locked || !(await isDue((sql) => client.query(sql).then(({ rows }) => rows as DueRow[])))) return null;
    const decisions = await newestDecisions(client);
    if (decisions.length < decisionsToTrain) return null;
    const examples = decisions.map(({ unit, title, text }): Example => ({ document: documentOf({ title: redact(title), text: redact(text) }), label: unit }));
    const trained = train(examples, { known: decisions.length < decisionsWithoutDuties ? await duties(client) : [] });
    return await store(client, trained, { learnedUntil: decisions[0]!.at, decisions: decisions.length, now });
  } finally {
    await client.end();
  }
}

interface Decision {
  unit: string;
  title: string;
  text: string;
  at: Date;
}

/** A message that was re-routed since is learned by the unit that has it in the end, one that was given back by none. */
async function newestDecisions(client: pg.Client): Promise<Decision[]> {
  const { rows } = await client.query<Decision>(
    `SELECT unit_code AS unit, title, text, confirmed_at AS at FROM confirmed_decision JOIN message USING (message_id, unit_code)
     WHERE kind IS DISTINCT FROM 'report' AND EXISTS (SELECT FROM unit WHERE code = unit_code AND NOT removed)
     ORDER BY confirmed_at DESC, message_id LIMIT ${mostDecisions}`,
  );
  return rows;
}

/** 职责 as if somebody had written them: what a unit of few decisions is known by. Each twice, since a term of one document counts for nothing. */
async function duties(client: pg.Client): Promise<Example[]> {
  const { rows } = await client.query<{ unit: string; words: string[]; areas: string[] }>(
    'SELECT unit_code AS unit, words, areas FROM unit_remit WHERE EXISTS (SELECT FROM unit WHERE code = unit_code AND NOT removed) ORDER BY unit_code, position',
  );
  const documents = rows.map(({ unit, words, areas }): Example => ({ document: documentOf({ title: [...areas, ...words].join('，'), text: '' }), label: unit }));
  return documents.flatMap((document) => [document, document]);
}

async function store(client: pg.Client, { model, unseen }: Trained, { learnedUntil, decisions, now }: { learnedUntil: Date; decisions: number; now: Date }): Promise<number> {
  await client.query('BEGIN');
  const { rows: [stored] } = await client.query<{ version: number }>(
    `INSERT INTO learned_model (version, trained_at, learned_until, decisions, accuracy, thresholds, model)
     SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5, $6 FROM learned_model RETURNING version`,
    [now, learnedUntil, decisions, accuracy(unseen), JSON.stringify(thresholdsOf(unseen)), model.toBytes()],
  );
  const { version } = stored!;
  await client.query('UPDATE learned_model SET model = NULL WHERE version < $1 AND model IS NOT NULL', [version - 1]);
  await client.query('COMMIT');
  return version;
}
