import { joinedJson, jsonTexts, planned, type EntityManager } from '@wenzheng/platform';
import type { Announced } from './announcement.rules.js';
import { knownFacts } from './session/session-rows.js';
import type { DeadlineState } from './deadline.rules.js';
import type { Fact, NewFact } from './fact.rules.js';
import type { FiredStep, Step } from './ladder.rules.js';

/** So many deadlines are computed in one transaction. */
export const deadlineBatch = 1_000;

/** A deadline as it is stored. */
export interface StoredDeadline {
  messageId: string;
  announced: Announced;
  steps: Step[];
  fired: FiredStep[];
  messageNumber: string;
  channel: DeadlineState['channel'];
  unit: DeadlineState['unit'];
}

interface Row {
  message_id: string;
  message_number: string;
  channel: DeadlineState['channel'];
  unit_code: string | null;
  unit_name: string | null;
  policy_version: string;
  calendar_version: string;
  day_zero: string;
  due_on: string | null;
  reply_due_on: string | null;
  final_due_on: string | null;
  extended_due_on: string | null;
  provisional: boolean;
  ending: Announced['ending'];
  ended_at: Date | null;
  submitted_at: Date | null;
  published_at: Date | null;
  submitted_in_time: boolean | null;
  published_in_time: boolean | null;
  steps: (Omit<Step, 'at'> & { at: string })[];
}

const selectDeadline = `
  SELECT message_id, message_number, channel, unit_code, unit_name, policy_version, calendar_version,
    coalesce(day_zero, registered_on)::text AS day_zero, coalesce(extended_due_on, reply_due_on)::text AS due_on, reply_due_on::text, final_due_on::text, extended_due_on::text, provisional,
    ending, ended_at, submitted_at, published_at, submitted_in_time, published_in_time, steps
  FROM deadline`;

const insertFactsSql = `
  INSERT INTO deadline_fact (event_id, message_id, type, sequence, time, data, after_closing, late)
  SELECT fact.*, closed.number, fact.time < closed.cut_off
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[], ${jsonTexts('$6')}::jsonb[]) AS fact (event_id, message_id, type, sequence, time, data),
    (SELECT coalesce(max(number), 0) AS number, coalesce(max(cut_off), '-infinity') AS cut_off FROM closed_period) AS closed
  ON CONFLICT DO NOTHING`;

const keepFactsSql = planned(insertFactsSql);
const recordFactsSql = planned(
  `WITH timer AS (INSERT INTO deadline_timer (message_id, sequence) SELECT DISTINCT id, 0 FROM unnest($2::uuid[]) AS id ORDER BY id ON CONFLICT DO NOTHING) ${insertFactsSql}`,
);

/** Of events that no deadline depends on. */
export async function keepFacts(manager: EntityManager, facts: readonly NewFact[]): Promise<void> {
  await manager.query(keepFactsSql, factParameters(facts));
}

/**
 * Makes the timer rows of messages heard of for the first time, with or without a deadline. Every later event locks that row, so a
 * registration and an assignment that arrive at the same moment see each other. Insert in order of ids to avoid deadlocks.
 */
export async function recordFacts(manager: EntityManager, facts: readonly NewFact[]): Promise<void> {
  await manager.query(recordFactsSql, factParameters(facts));
}

const factParameters = (facts: readonly NewFact[]): unknown[] => [
  facts.map(({ eventId }) => eventId),
  facts.map(({ messageId }) => messageId),
  facts.map(({ type }) => type),
  facts.map(({ sequence }) => sequence),
  facts.map(({ time }) => time),
  joinedJson(facts.map(({ data }) => JSON.stringify(data))),
];

export async function loadFacts(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, Fact[]>> {
  const facts = await manager.query<Fact[]>(
    `SELECT event_id AS "eventId", message_id AS "messageId", type, sequence, data FROM ${knownFacts}
     WHERE message_id = ANY ($1::uuid[])`,
    [messageIds],
  );
  return Map.groupBy(facts, ({ messageId }) => messageId);
}

/** Which messages have facts and no registration yet, for the ledger. */
export async function markEarly(manager: EntityManager, { early, registered }: { early: readonly string[]; registered: readonly string[] }): Promise<void> {
  if (early.length > 0) {
    await manager.query('INSERT INTO early_message SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING', [early]);
  }
  if (registered.length > 0) await manager.query('DELETE FROM early_message WHERE message_id = ANY ($1::uuid[])', [registered]);
}

/** The stored deadlines. Lock the timers first if you mean to change them. */
export async function readDeadlines(queries: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, StoredDeadline>> {
  const rows = await queries.query<Row[]>(`${selectDeadline} WHERE message_id = ANY ($1::uuid[])`, [messageIds]);
  const fired = await readFired(queries, messageIds);
  return new Map(rows.map((row) => [row.message_id, storedDeadline(row, fired.get(row.message_id) ?? [])]));
}

async function readFired(queries: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, (FiredStep & { messageId: string })[]>> {
  const steps = await queries.query<(FiredStep & { messageId: string })[]>(
    'SELECT message_id AS "messageId", step, due_at AS at FROM fired_step WHERE message_id = ANY ($1::uuid[]) AND withdrawn_at IS NULL',
    [messageIds],
  );
  return Map.groupBy(steps, ({ messageId }) => messageId);
}

/** Which open deadlines to look at; what is left out is not asked. */
export interface OpenDeadlines {
  channel?: string | null | undefined;
  registeredUntil?: Date | undefined;
  after?: string | undefined;
  notPolicy?: string | undefined;
  notCalendar?: string | undefined;
}

/** Ids of open deadlines in their order, in batches; each scan of the index of open deadlines gives a hundred of them. */
export async function* openDeadlineIds(queries: Pick<EntityManager, 'query'>, which: OpenDeadlines): AsyncGenerator<string[]> {
  let after = which.after ?? '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await queries.query<{ id: string }[]>(
      `SELECT message_id AS id FROM deadline
       WHERE ending = 'open' AND message_id > $1 AND ($2::text IS NULL OR channel = $2) AND ($3::timestamptz IS NULL OR registered_at <= $3)
         AND ($4::text IS NULL OR policy_version <> $4) AND ($5::text IS NULL OR calendar_version <> $5)
       ORDER BY message_id LIMIT $6`,
      [after, which.channel ?? null, which.registeredUntil ?? null, which.notPolicy ?? null, which.notCalendar ?? null, 100 * deadlineBatch],
    );
    for (let start = 0; start < rows.length; start += deadlineBatch) yield rows.slice(start, start + deadlineBatch).map(({ id }) => id);
    const last = rows.at(-1);
    if (!last || rows.length < 100 * deadlineBatch) return;
    after = last.id;
  }
}

/** The caller has locked the timers. Unchanged rows are not written. */
export async function writeDeadlines(manager: EntityManager, deadlines: readonly { messageId: string; state: DeadlineState }[]): Promise<void> {
  if (deadlines.length > 0) await manager.query(writeDeadlinesSql, deadlineParameters(deadlines));
}

/** An array for each of {@link deadlineColumns}. */
export function deadlineParameters(deadlines: readonly { messageId: string; state: DeadlineState }[]): unknown[] {
  const rows = deadlines.map(({ messageId, state }) => tableRow(messageId, state));
  return deadlineColumns.map(({ name }) => (name === 'steps' ? joinedJson(rows.map(({ steps }) => JSON.stringify(steps))) : rows.map((row) => row[name])));
}

type TableRow = ReturnType<typeof tableRow>;

const types: Record<keyof TableRow, string> = {
  message_id: 'uuid',
  message_number: 'text',
  channel: 'text',
  kind: 'text',
  visibility: 'text',
  historical: 'boolean',
  unit_code: 'text',
  unit_name: 'text',
  registered_at: 'timestamptz',
  registered_on: 'date',
  day_zero: 'date',
  reply_due_on: 'date',
  final_due_on: 'date',
  extended_due_on: 'date',
  provisional: 'boolean',
  interim_published_at: 'timestamptz',
  submitted_at: 'timestamptz',
  published_at: 'timestamptz',
  ending: 'text',
  ended_at: 'timestamptz',
  ending_reason: 'text',
  rating: 'text',
  rated_after_reading: 'boolean',
  result: 'text',
  overdue_at: 'timestamptz',
  submitted_in_time: 'boolean',
  published_in_time: 'boolean',
  within_reply_due: 'boolean',
  within_final_due: 'boolean',
  days_to_assignment: 'smallint',
  days_to_submission: 'smallint',
  days_to_publication: 'smallint',
  policy_version: 'text',
  calendar_version: 'text',
  steps: 'jsonb',
};
export const deadlineColumns = Object.entries(types).map(([name, type]) => ({ name: name as keyof TableRow, type }));

const written = deadlineColumns.slice(1).map(({ name }) => name);

/** One array for each column: half the cost of the same rows as JSON. */
const writeDeadlinesSql = planned(
  `INSERT INTO deadline (${deadlineColumns.map(({ name }) => name).join(', ')})
   SELECT * FROM unnest(${deadlineColumns.map(({ type }, index) => (type === 'jsonb' ? `${jsonTexts(`$${index + 1}`)}::jsonb[]` : `$${index + 1}::${type}[]`)).join(', ')})
   ON CONFLICT (message_id) DO UPDATE SET ${written.map((column) => `${column} = excluded.${column}`).join(', ')}
   WHERE (${written.map((column) => `deadline.${column}`).join(', ')}) IS DISTINCT FROM (${written.map((column) => `excluded.${column}`).join(', ')})`,
);

function tableRow(messageId: string, state: DeadlineState) {
  return {
    message_id: messageId,
    message_number: state.messageNumber,
    channel: state.channel,
    kind: state.kind,
    visibility: state.visibility,
    historical: state.historical,
    unit_code: state.unit?.code ?? null,
    unit_name: state.unit?.name ?? null,
    registered_at: state.registeredAt.toISOString(),
    registered_on: state.registeredOn,
    day_zero: state.dayZero.on,
    reply_due_on: state.replyDueOn,
    final_due_on: state.finalDueOn,
    extended_due_on: state.extension?.inForceUntil ? state.dueOn : null,
    provisional: state.provisional,
    interim_published_at: state.interimPublishedAt?.toISOString() ?? null,
    submitted_at: state.answer?.submittedAt.toISOString() ?? null,
    published_at: state.answer?.publishedAt?.toISOString() ?? null,
    ending: state.ending,
    ended_at: state.end?.at.toISOString() ?? null,
    ending_reason: state.end?.ground ?? null,
    rating: state.rating,
    rated_after_reading: state.ratedAfterReading,
    result: state.result,
    overdue_at: state.overdueAt?.toISOString() ?? null,
    submitted_in_time: state.submittedInTime,
    published_in_time: state.publishedInTime,
    within_reply_due: state.withinReplyDue,
    within_final_due: state.withinFinalDue,
    days_to_assignment: state.workingDaysToAssignment,
    days_to_submission: state.workingDaysToSubmission,
    days_to_publication: state.workingDaysToPublication,
    policy_version: state.policyVersion,
    calendar_version: state.calendarVersion,
    steps: state.steps,
  };
}

function storedDeadline(row: Row, fired: readonly FiredStep[]): StoredDeadline {
  return {
    messageId: row.message_id,
    messageNumber: row.message_number,
    channel: row.channel,
    unit: row.unit_code === null || row.unit_name === null ? null : { code: row.unit_code, name: row.unit_name },
    steps: row.steps.map(dated),
    fired: fired.map(({ step, at }) => ({ step, at })),
    announced: {
      dayZero: row.day_zero,
      dueOn: row.due_on,
      unextendedDueOn: row.reply_due_on,
      finalDueOn: row.final_due_on,
      provisional: row.provisional,
      extended: row.extended_due_on !== null,
      policyVersion: row.policy_version,
      calendarVersion: row.calendar_version,
      ending: row.ending,
      endedAt: row.ending === 'open' ? null : (row.ended_at ?? row.published_at),
      submittedAt: row.submitted_at,
      publishedAt: row.published_at,
      submittedInTime: row.submitted_in_time,
      publishedInTime: row.published_in_time,
    },
  };
}

const dated = ({ at, ...step }: Omit<Step, 'at'> & { at: string }): Step => ({ ...step, at: new Date(at) });
