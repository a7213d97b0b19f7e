import type { EntityManager } from '@wenzheng/platform';
import type { Vector } from '../terms/vector.rules.js';
import { parameters, type IssueState } from '../grouping/cluster.rules.js';
import type { Phrase } from '../cohesion/cohesion.rules.js';

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
  cohesion: number;
  anchor: Phrase | null;
  matters: Phrase[];
  peakPeople: number;
  peakAt: Date | null;
  mergedInto: string | null;
  apartFrom: string[];
  wantsUrgingOrder: boolean;
  retired: boolean;
  title: string | null;
  version: number;
}

type Querying = Pick<EntityManager, 'query'>;

export const selectIssue = `
  SELECT issue_id AS "issueId", ordinal::float8 AS ordinal, state, sum, keys, people, messages, first_at AS "firstAt", last_at AS "lastAt",
    raised_at AS "raisedAt", cohesion, anchor, matters, peak_people AS "peakPeople", peak_at AS "peakAt", merged_into AS "mergedInto",
    apart_from AS "apartFrom", wants_urging_order AS "wantsUrgingOrder", retired, title, version
  FROM hot_issue`;

/** One at a time, whatever is done to issues: by the rule at any replica, or by an officer. */
export async function lockIssues(manager: Querying): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('hot issues ' || current_schema()))`);
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

const issueRow = (issue: Issue) => ({
  issue_id: issue.issueId, ordinal: issue.ordinal, state: issue.state, sum: issue.sum, keys: issue.keys, people: issue.people, messages: issue.messages,
  first_at: issue.firstAt, last_at: issue.lastAt, raised_at: issue.raisedAt, cohesion: issue.cohesion, anchor: issue.anchor, matters: issue.matters,
  peak_people: issue.peakPeople, peak_at: issue.peakAt, merged_into: issue.mergedInto, apart_from: issue.apartFrom,
  wants_urging_order: issue.wantsUrgingOrder, retired: issue.retired, title: issue.title, version: issue.version,
});
const issueUpdates = [
  'ordinal', 'state', 'sum', 'keys', 'people', 'messages', 'first_at', 'last_at', 'raised_at', 'cohesion', 'anchor', 'matters', 'peak_people', 'peak_at',
  'merged_into', 'apart_from', 'wants_urging_order', 'retired', 'title', 'version',
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
