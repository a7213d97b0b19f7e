import type { ChannelName, Ending, MessageKind } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { CountName, Rating } from './definitions.js';
import { addTimes, nothingCounted, type Counted } from './figures.rules.js';

/** Which messages are counted: by the Shanghai date of their registration, both dates included. */
export interface Selection {
  from: string | null;
  to: string | null;
  unit: string | null;
  channel: ChannelName | null;
  kind: MessageKind | null;
}

/** Of whom a group of messages is. */
interface Group {
  unit_code: string | null;
  channel: ChannelName;
  kind: MessageKind | null;
}
interface EndedRow extends Group, Record<EndedCount, number> {
  unit_name: string | null;
  ending: Exclude<Ending, 'open'>;
  reason: string | null;
  rating: Rating | null;
  messages: number;
}
/** Of one dimension alone: a year has as many combinations of all three as a city has habits. */
interface DaysRow extends Group {
  dimension: 'unit' | 'channel' | 'kind';
  assignment: number | null;
  submission: number | null;
  publication: number | null;
  messages: number;
}
type OpenRow = Group & Record<OpenCount, number> & { unit_name: string | null };

const ended = {
  submittedInTime: 'answered AND submitted_in_time',
  publishedInTime: 'answered AND published_in_time',
  judgedBySubmission: 'answered AND submitted_in_time IS NOT NULL',
  judgedByPublication: 'answered AND published_in_time IS NOT NULL',
  answeredWithin3WorkingDays: 'answered AND within_reply_due',
  answeredWithin10WorkingDays: 'answered AND within_final_due',
  answeredLater: 'answered AND NOT within_final_due',
  extended: 'extended',
  urged: 'urged',
} as const satisfies Partial<Record<CountName, string>>;
type EndedCount = keyof typeof ended;

/** $6 is the instant of the count, $7 its date. What was submitted in time waits in review without being overdue. */
const open = {
  open: 'true',
  overdue: 'overdue_at <= $6 AND NOT historical',
  historicalOpen: 'historical',
  underReview: 'submitted_at IS NOT NULL AND overdue_at IS NULL',
  judgedBySubmission: 'overdue_at <= $6 AND NOT historical',
  judgedByPublication:
    'NOT historical AND (overdue_at <= $6 OR submitted_at IS NOT NULL AND overdue_at IS NULL AND NOT provisional AND coalesce(extended_due_on, reply_due_on) < $7)',
  extended: 'extended_due_on IS NOT NULL',
  interimOnly: 'interim_published_at IS NOT NULL',
  urged: 'fired_step.message_id IS NOT NULL',
} as const satisfies Partial<Record<CountName, string>>;
type OpenCount = keyof typeof open;

const isSelected = `($1::date IS NULL OR registered_on >= $1) AND ($2::date IS NULL OR registered_on <= $2)
  AND ($3::text IS NULL OR unit_code = $3) AND ($4::text IS NULL OR channel = $4) AND ($5::text IS NULL OR kind = $5)`;
const columnsOf = (conditions: Record<string, string>) =>
  Object.entries(conditions).map(([name, condition]) => `count(*) FILTER (WHERE ${condition})::int AS "${name}"`).join(', ');

const endedSql = `
  SELECT unit_code, any_value(unit_name) AS unit_name, channel, kind, ending, reason, rating, count(*)::int AS messages, ${columnsOf(ended)}
  FROM (SELECT *, ending IN ('publicly-answered', 'privately-answered') AS answered FROM ended_message WHERE ${isSelected}) AS message
  GROUP BY unit_code, channel, kind, ending, reason, rating`;
const way = 'days_to_assignment, days_to_submission, days_to_publication';
const daysSql = `
  SELECT CASE grouping(unit_code, channel, kind) WHEN 3 THEN 'unit' WHEN 5 THEN 'channel' ELSE 'kind' END AS dimension,
    unit_code, channel, kind, days_to_assignment AS assignment, days_to_submission AS submission, days_to_publication AS publication,
    count(*)::int AS messages
  FROM ended_message WHERE ending IN ('publicly-answered', 'privately-answered') AND ${isSelected}
  GROUP BY GROUPING SETS ((unit_code, ${way}), (channel, ${way}), (kind, ${way}))`;
const openSql = `
  SELECT unit_code, any_value(unit_name) AS unit_name, channel, kind, ${columnsOf(open)}
  FROM clock LEFT JOIN fired_step ON fired_step.message_id = clock.message_id AND fired_step.step = 'urging'
  WHERE ending = 'open' AND ${isSelected}
  GROUP BY unit_code, channel, kind`;

export interface Counts {
  total: Counted;
  units: Map<string | null, Counted>;
  channels: Map<ChannelName, Counted>;
  kinds: Map<MessageKind | null, Counted>;
  unitNames: Map<string, string>;
}

/**
 * Counts in the database, as everything stands when the caller's transaction first reads. The caller's transaction is
 * REPEATABLE READ, or nothing else writes meanwhile.
 */
export async function count(manager: EntityManager, selection: Selection, cutOff: Date): Promise<Counts> {
  // Groups are few; sorting a year's messages on disk to find them would take longer than reading them.
  await manager.query(`SET LOCAL work_mem = '64MB'`);
  const { from, to, unit, channel, kind } = selection;
  const selected = [from, to, unit, channel, kind];
  const counts: Counts = { total: nothingCounted(), units: new Map(), channels: new Map(), kinds: new Map(), unitNames: new Map() };
  for (const row of await manager.query<EndedRow[]>(endedSql, selected)) each(counts, row, (counted) => addEnded(counted, row));
  for (const row of await manager.query<DaysRow[]>(daysSql, selected)) {
    if (row.dimension === 'unit') addDays(kept(counts.units, row.unit_code), row);
    else if (row.dimension === 'channel') addDays(kept(counts.channels, row.channel), row);
    else for (const counted of [kept(counts.kinds, row.kind), counts.total]) addDays(counted, row);
  }
  for (const row of await manager.query<OpenRow[]>(openSql, [...selected, cutOff, businessDateOf(cutOff)])) each(counts, row, (counted) => addOpen(counted, row));
  const names = await manager.query<{ code: string; name: string }[]>('SELECT code, name FROM unit WHERE code = ANY ($1::text[])', [[...counts.units.keys()]]);
  for (const { code, name } of names) counts.unitNames.set(code, name);
  return counts;
}

function each(counts: Counts, row: Group & { unit_name?: string | null }, add: (counted: Counted) => void): void {
  add(counts.total);
  add(kept(counts.units, row.unit_code));
  add(kept(counts.channels, row.channel));
  add(kept(counts.kinds, row.kind));
  if (row.unit_code !== null && row.unit_name) counts.unitNames.set(row.unit_code, row.unit_name);
}

function kept<Key>(groups: Map<Key, Counted>, key: Key): Counted {
  const known = groups.get(key) ?? nothingCounted();
  groups.set(key, known);
  return known;
}

const nameOf = {
  'publicly-answered': 'publiclyAnswered',
  'privately-answered': 'privatelyAnswered',
  'ruled-invalid': 'ruledInvalid',
  merged: 'merged',
  transferred: 'transferred',
  withdrawn: 'withdrawn',
} as const satisfies Record<EndedRow['ending'], CountName>;

function addEnded({ counts, invalidByReason, ratings }: Counted, row: EndedRow): void {
  const isAnswer = row.ending === 'publicly-answered' || row.ending === 'privately-answered';
  counts.registered += row.messages;
  counts[nameOf[row.ending]] += row.messages;
  if (row.ending === 'ruled-invalid') invalidByReason[row.reason ?? 'unknown'] = (invalidByReason[row.reason ?? 'unknown'] ?? 0) + row.messages;
  else counts.valid += row.messages;
  if (isAnswer) {
    counts.answerable += row.messages;
    counts.answered += row.messages;
  }
  if (row.rating) ratings[row.rating] += row.messages;
  for (const name of Object.keys(ended) as EndedCount[]) counts[name] += row[name];
}

/** Working days add up: those of a stage are the difference between those to its end and those to its beginning. */
function addDays({ days }: Counted, { assignment, submission, publication, messages }: DaysRow): void {
  const add = (occurrences: Map<number, number>, value: number | null) => value === null || addTimes(occurrences, value, messages);
  const between = (start: number | null, end: number | null) => (start === null || end === null ? null : end - start);
  add(days.routing, assignment);
  add(days.handling, between(assignment, submission));
  add(days.review, between(submission, publication));
  add(days.submission, submission);
  add(days.publication, publication);
}

function addOpen({ counts }: Counted, row: OpenRow): void {
  for (const name of ['registered', 'valid', 'answerable'] as const) counts[name] += row.open;
  for (const name of Object.keys(open) as OpenCount[]) counts[name] += row[name];
}
