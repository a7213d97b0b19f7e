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
interface Unit {
  unit_code: string | null;
  unit_name: string | null;
}
interface Source {
  channel: ChannelName;
  kind: MessageKind | null;
}
interface EndedRow extends Record<EndedCount, number> {
  ending: Exclude<Ending, 'open'>;
  reason: string | null;
  rating: Rating | null;
  assignment: number | null;
  submission: number | null;
  publication: number | null;
  messages: number;
}
type OpenRow = Unit & Source & Record<OpenCount, number>;

/** Of the answered alone. */
export const answered = {
  submittedInTime: 'submitted_in_time',
  publishedInTime: 'published_in_time',
  judgedBySubmission: 'submitted_in_time IS NOT NULL',
  judgedByPublication: 'published_in_time IS NOT NULL',
  answeredWithin3WorkingDays: 'within_reply_due',
  answeredWithin10WorkingDays: 'within_final_due',
  answeredLater: 'NOT within_final_due',
} as const satisfies Partial<Record<CountName, string>>;
export const ended = { extended: 'extended', urged: 'urged', ...answered } as const satisfies Partial<Record<CountName, string>>;
type EndedCount = keyof typeof ended;

/** $6 is the instant of the count, $7 its date. What was submitted in time waits in review without being overdue. */
export const open = {
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

export const isSelected = `($1::date IS NULL OR registered_on >= $1) AND ($2::date IS NULL OR registered_on <= $2)
  AND ($3::text IS NULL OR unit_code = $3) AND ($4::text IS NULL OR channel = $4) AND ($5::text IS NULL OR kind = $5)`;
const columnsOf = (conditions: Record<string, string>) =>
  Object.entries(conditions).map(([name, condition]) => `count(*) FILTER (WHERE ${condition})::int AS "${name}"`).join(', ');

/** A year has few ways through the house of a unit, or of a kind on a channel; but as many of all three as a city has habits. */
const endedSql = (whom: string, name = '') => {
  const group = `${whom}, ending, reason, rating`;
  return `
  SELECT ${group}, days_to_assignment AS assignment, days_to_submission AS submission, days_to_publication AS publication,
    ${name} count(*)::int AS messages, ${columnsOf(ended)}
  FROM ended_message WHERE ${isSelected}
  GROUP BY ${group}, days_to_assignment, days_to_submission, days_to_publication`;
};
const ofUnitsSql = endedSql('unit_code', 'any_value(unit_name) AS unit_name,');
const ofSourcesSql = endedSql('channel, kind');
const openSql = `
  SELECT unit_code, any_value(unit_name) AS unit_name, channel, kind, ${columnsOf(open)}
  FROM deadline LEFT JOIN fired_step ON fired_step.message_id = deadline.message_id AND fired_step.step = 'urging'
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
  // Groups are few: sorting a year's messages on disk to find them would take longer than reading them, and so would
  // reading them on one core, which is what the planner prefers because it expects many groups.
  await manager.query(`SET LOCAL work_mem = '64MB'; SET LOCAL parallel_tuple_cost = 0`);
  const { from, to, unit, channel, kind } = selection;
  const selected = [from, to, unit, channel, kind];
  const counts: Counts = { total: nothingCounted(), units: new Map(), channels: new Map(), kinds: new Map(), unitNames: new Map() };
  for (const row of await manager.query<(EndedRow & Unit)[]>(ofUnitsSql, selected)) addEnded(ofUnit(counts, row), row);
  for (const row of await manager.query<(EndedRow & Source)[]>(ofSourcesSql, selected)) for (const counted of ofSource(counts, row)) addEnded(counted, row);
  for (const row of await manager.query<OpenRow[]>(openSql, [...selected, cutOff, businessDateOf(cutOff)])) {
    for (const counted of [ofUnit(counts, row), ...ofSource(counts, row)]) addOpen(counted, row);
  }
  const names = await manager.query<{ code: string; name: string }[]>('SELECT code, name FROM unit WHERE code = ANY ($1::text[])', [[...counts.units.keys()]]);
  for (const { code, name } of names) counts.unitNames.set(code, name);
  return counts;
}

function ofUnit({ units, unitNames }: Counts, { unit_code: code, unit_name: name }: Unit): Counted {
  if (code !== null && name) unitNames.set(code, name);
  return kept(units, code);
}

/** Every message has its source: the sources together are the total. */
const ofSource = ({ total, channels, kinds }: Counts, { channel, kind }: Source): Counted[] => [total, kept(channels, channel), kept(kinds, kind)];

function kept<Key>(groups: Map<Key, Counted>, key: Key): Counted {
  const known = groups.get(key) ?? nothingCounted();
  groups.set(key, known);
  return known;
}

export const nameOf = {
  'publicly-answered': 'publiclyAnswered',
  'privately-answered': 'privatelyAnswered',
  'ruled-invalid': 'ruledInvalid',
  merged: 'merged',
  transferred: 'transferred',
  withdrawn: 'withdrawn',
} as const satisfies Record<EndedRow['ending'], CountName>;

function addEnded(counted: Counted, row: EndedRow): void {
  const { counts, invalidByReason, ratings } = counted;
  counts.registered += row.messages;
  counts[nameOf[row.ending]] += row.messages;
  if (row.ending === 'ruled-invalid') invalidByReason[row.reason ?? 'unknown'] = (invalidByReason[row.reason ?? 'unknown'] ?? 0) + row.messages;
  else counts.valid += row.messages;
  if (row.rating) ratings[row.rating] += row.messages;
  counts.extended += row.extended;
  counts.urged += row.urged;
  if (row.ending === 'publicly-answered' || row.ending === 'privately-answered') addAnswered(counted, row);
}

function addAnswered({ counts, days }: Counted, row: EndedRow): void {
  counts.answerable += row.messages;
  counts.answered += row.messages;
  for (const name of Object.keys(answered) as (keyof typeof answered)[]) counts[name] += row[name];
  addDays(days, row);
}

/** Working days add up: those of a stage are the difference between those to its end and those to its beginning. */
function addDays(days: Counted['days'], { assignment, submission, publication, messages }: EndedRow): void {
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
