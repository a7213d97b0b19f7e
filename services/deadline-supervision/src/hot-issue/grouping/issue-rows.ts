import type { EntityManager } from '@wenzheng/platform';
import type { Vector } from '../terms/vector.rules.js';
import { parameters, type IssueState } from './cluster.rules.js';
import type { Phrase } from './gate.rules.js';
import type { Spoken } from './phrases.rules.js';

/** An issue as it is stored. */
export interface Issue {
  issueId: string;
  ordinal: number;
  state: IssueState;
  sum: Vector;
  keys: string[];
  people: number;
  messages: number;
  firstAt: Date;
  lastAt: Date;
  raisedAt: Date | null;
  gate: number;
  anchor: Phrase | null;
  matters: Phrase[];
  peakPeople: number;
  peakAt: Date | null;
  mergedInto: string | null;
  apartFrom: string[];
  wantsUrgingOrder: boolean;
  retired: boolean;
  version: number;
}

export interface Member {
  messageId: string;
  position: string;
  issueId: string;
  person: string;
  channel: string;
  externalId: string | null;
  messageNumber: string;
  kind: string | null;
  visibility: string;
  registeredAt: Date;
  score: number | null;
  sharedTerms: string[];
  counted: boolean;
  vector: Vector;
  fragments: string[];
}

type Querying = Pick<EntityManager, 'query'>;

export const selectIssue = `
  SELECT issue_id AS "issueId", ordinal::float8 AS ordinal, state, sum, keys, people, messages, first_at AS "firstAt", last_at AS "lastAt",
    raised_at AS "raisedAt", gate, anchor, matters, peak_people AS "peakPeople", peak_at AS "peakAt", merged_into AS "mergedInto",
    apart_from AS "apartFrom", wants_urging_order AS "wantsUrgingOrder", retired, version
  FROM hot_issue`;

/** One at a time, whatever is done to issues: by the sequencer of any replica, or by an officer. */
export async function lockIssues(manager: Querying): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('hot issues ' || current_schema()))`);
}

export async function tryLockIssues(manager: Querying): Promise<boolean> {
  const [row] = await manager.query<{ locked: boolean }[]>(
    `SELECT pg_try_advisory_xact_lock(hashtext('hot issues ' || current_schema())) AS locked`,
  );
  return row?.locked === true;
}

/** The last place of the sequence that is taken. */
export async function lastPosition(manager: Querying): Promise<string> {
  const [row] = await manager.query<{ position: string }[]>('SELECT coalesce(max(position), 0) AS position FROM hot_member');
  return row?.position ?? '0';
}

/** For each term the issues that have it as a key: one more than the longest list that counts, however many there are. */
export async function loadLists(manager: Querying, terms: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await manager.query<{ term: string; issues: string[] }[]>(
    `SELECT term, issues FROM unnest($1::text[]) AS asked (term), LATERAL (
       SELECT array_agg(issue_id::text ORDER BY issue_id) AS issues FROM (
         SELECT issue_id FROM hot_issue_key AS key WHERE key.term = asked.term LIMIT $2) AS listed) AS list
     WHERE issues IS NOT NULL`,
    [terms, parameters.longestList + 1],
  );
  return new Map(rows.map(({ term, issues }) => [term, issues]));
}

export async function loadIssues(manager: Querying, issueIds: readonly string[]): Promise<Issue[]> {
  if (issueIds.length === 0) return [];
  return manager.query<Issue[]>(`${selectIssue} WHERE issue_id = ANY ($1::uuid[])`, [issueIds]);
}

/** What messages are compared with. The sums are not parsed yet: there are many of them, and they are long. */
export async function loadSums(manager: Querying, issueIds: readonly string[]): Promise<{ issueId: string; ordinal: number; sum: string }[]> {
  return manager.query('SELECT issue_id AS "issueId", ordinal::float8 AS ordinal, sum::text AS sum FROM hot_issue WHERE issue_id = ANY ($1::uuid[])', [issueIds]);
}

export interface Acquaintance {
  issueId: string;
  person: string;
}

/** Those of them that are so: the person has a message in the issue. */
export async function loadAcquaintances(manager: Querying, asked: readonly Acquaintance[]): Promise<Acquaintance[]> {
  if (asked.length === 0) return [];
  return manager.query<Acquaintance[]>(
    `SELECT issue_id AS "issueId", person FROM unnest($1::uuid[], $2::text[]) AS asked (issue_id, person)
     WHERE EXISTS (SELECT FROM hot_member WHERE hot_member.issue_id = asked.issue_id AND hot_member.person = asked.person)`,
    [asked.map(({ issueId }) => issueId), asked.map(({ person }) => person)],
  );
}

const issueRow = (issue: Issue) => ({
  issue_id: issue.issueId, ordinal: issue.ordinal, state: issue.state, sum: issue.sum, keys: issue.keys, people: issue.people, messages: issue.messages,
  first_at: issue.firstAt, last_at: issue.lastAt, raised_at: issue.raisedAt, gate: issue.gate, anchor: issue.anchor, matters: issue.matters,
  peak_people: issue.peakPeople, peak_at: issue.peakAt, merged_into: issue.mergedInto, apart_from: issue.apartFrom,
  wants_urging_order: issue.wantsUrgingOrder, retired: issue.retired, version: issue.version,
});
const issueUpdates = [
  'ordinal', 'state', 'sum', 'keys', 'people', 'messages', 'first_at', 'last_at', 'raised_at', 'gate', 'anchor', 'matters', 'peak_people', 'peak_at',
  'merged_into', 'apart_from', 'wants_urging_order', 'retired', 'version',
].map((column) => `${column} = excluded.${column}`).join(', ');

export async function writeIssues(manager: Querying, issues: readonly Issue[]): Promise<void> {
  if (issues.length === 0) return;
  await manager.query(
    `INSERT INTO hot_issue SELECT * FROM json_populate_recordset(NULL::hot_issue, $1::json) ON CONFLICT (issue_id) DO UPDATE SET ${issueUpdates}`,
    [JSON.stringify(issues.map(issueRow))],
  );
}

export interface Key {
  term: string;
  issueId: string;
}

export async function writeKeys(manager: Querying, { gone, added }: { gone: readonly Key[]; added: readonly Key[] }): Promise<void> {
  const arrays = (keys: readonly Key[]) => [keys.map(({ term }) => term), keys.map(({ issueId }) => issueId)];
  if (gone.length > 0) {
    await manager.query(
      `DELETE FROM hot_issue_key USING unnest($1::text[], $2::uuid[]) AS gone (term, issue_id)
       WHERE hot_issue_key.term = gone.term AND hot_issue_key.issue_id = gone.issue_id`,
      arrays(gone),
    );
  }
  if (added.length > 0) await manager.query('INSERT INTO hot_issue_key SELECT * FROM unnest($1::text[], $2::uuid[])', arrays(added));
}

export async function insertMembers(manager: Querying, members: readonly Member[]): Promise<void> {
  if (members.length === 0) return;
  const rows = members.map((member) => ({
    message_id: member.messageId, position: member.position, issue_id: member.issueId, person: member.person, channel: member.channel,
    external_id: member.externalId, message_number: member.messageNumber, kind: member.kind, visibility: member.visibility,
    registered_at: member.registeredAt, score: member.score, threshold: parameters.joinAt, shared_terms: member.sharedTerms, counted: member.counted,
    vector: member.vector, fragments: member.fragments, moved: false,
  }));
  await manager.query('INSERT INTO hot_member SELECT * FROM json_populate_recordset(NULL::hot_member, $1::json)', [JSON.stringify(rows)]);
}

interface Said {
  person: string;
  fragments: string[];
  recent: boolean;
}

const spokenIn = (said: readonly Said[]): Spoken[] =>
  [...Map.groupBy(said, ({ person }) => person).values()].map((own) => own.flatMap(({ fragments }) => fragments));

/** What the people of an issue speak of in its latest messages, person by person in the order of their first. */
export const loadSpoken = async (manager: Querying, issueId: string): Promise<Spoken[]> => spokenIn(await loadLatest(manager, issueId, null, false));

/** The same of its latest messages since then, and of its latest of all the time; once if they are the same messages. */
export async function loadSpokenSince(manager: Querying, issueId: string, since: Date): Promise<Spoken[][]> {
  const latest = await loadLatest(manager, issueId, since, false);
  const recent = latest.filter((said) => said.recent);
  if (recent.length === latest.length) return [spokenIn(latest)];
  const isWhole = latest.length < parameters.gateMessages;
  return [spokenIn(isWhole ? recent : await loadLatest(manager, issueId, since, true)), spokenIn(latest)];
}

async function loadLatest(manager: Querying, issueId: string, since: Date | null, onlyRecent: boolean): Promise<Said[]> {
  const latest = await manager.query<Said[]>(
    `SELECT person, fragments, $2::timestamptz IS NULL OR registered_at > $2 AS recent FROM hot_member
     WHERE issue_id = $1 AND (NOT $3 OR registered_at > $2) ORDER BY position DESC LIMIT $4`,
    [issueId, since, onlyRecent, parameters.gateMessages],
  );
  return latest.reverse();
}

/** Distinct people who wrote after `since` and not after `until`. */
export async function peopleBetween(manager: Querying, issueId: string, since: Date, until: Date): Promise<number> {
  const [row] = await manager.query<{ people: number }[]>(
    'SELECT count(DISTINCT person)::int AS people FROM hot_member WHERE issue_id = $1 AND registered_at > $2 AND registered_at <= $3',
    [issueId, since, until],
  );
  return row?.people ?? 0;
}

export const acts = ['raised', 'confirmed', 'dismissed', 'merged', 'split'] as const;

export interface Act {
  issueId: string;
  act: (typeof acts)[number];
  by: string;
  at: Date;
  reason: string;
  otherIssueId?: string | null;
  details: object;
}

export async function recordAct(manager: Querying, actId: string, position: string, act: Act): Promise<void> {
  await manager.query(
    `INSERT INTO hot_act (act_id, issue_id, act, by, at, position, reason, other_issue_id, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)`,
    [actId, act.issueId, act.act, act.by, act.at, position, act.reason, act.otherIssueId ?? null, JSON.stringify(act.details)],
  );
}
