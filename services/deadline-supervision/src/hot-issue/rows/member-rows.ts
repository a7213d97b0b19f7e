import type { EntityManager } from '@wenzheng/platform';
import type { PersonWords } from '../cohesion/phrases.rules.js';
import { parameters } from '../grouping/cluster.rules.js';
import type { Vector } from '../terms/vector.rules.js';

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

/** The last place of the sequence that is taken. */
export async function lastPosition(manager: Querying): Promise<string> {
  const [row] = await manager.query<{ position: string }[]>('SELECT coalesce(max(position), 0) AS position FROM hot_member');
  return row?.position ?? '0';
}

/** Those of the messages that stand in an issue already. */
export async function knownMembers(manager: Querying, messageIds: readonly string[]): Promise<Set<string>> {
  const rows = await manager.query<{ id: string }[]>('SELECT message_id AS id FROM hot_member WHERE message_id = ANY ($1::uuid[])', [messageIds]);
  return new Set(rows.map(({ id }) => id));
}

export interface Participant {
  issueId: string;
  person: string;
}

/** Those of them that are so: the person has a message in the issue. */
export async function loadParticipants(manager: Querying, asked: readonly Participant[]): Promise<Participant[]> {
  if (asked.length === 0) return [];
  return manager.query<Participant[]>(
    `SELECT issue_id AS "issueId", person FROM unnest($1::uuid[], $2::text[]) AS asked (issue_id, person)
     WHERE EXISTS (SELECT FROM hot_member WHERE hot_member.issue_id = asked.issue_id AND hot_member.person = asked.person)`,
    [asked.map(({ issueId }) => issueId), asked.map(({ person }) => person)],
  );
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

interface LatestWords {
  person: string;
  fragments: string[];
  recent: boolean;
}

const byPerson = (latest: readonly LatestWords[]): PersonWords[] =>
  [...Map.groupBy(latest, ({ person }) => person).values()].map((own) => own.flatMap(({ fragments }) => fragments));

/** What the people of an issue speak of in its latest messages, person by person in the order of their first. */
export const loadWords = async (manager: Querying, issueId: string): Promise<PersonWords[]> => byPerson(await loadLatest(manager, issueId, null, false));

/** The same of its latest messages since then, and of its latest of all the time; once if they are the same messages. */
export async function loadWordsSince(manager: Querying, issueId: string, since: Date): Promise<PersonWords[][]> {
  const latest = await loadLatest(manager, issueId, since, false);
  const recent = latest.filter(({ recent }) => recent);
  if (recent.length === latest.length) return [byPerson(latest)];
  const isWhole = latest.length < parameters.cohesionMessages;
  return [byPerson(isWhole ? recent : await loadLatest(manager, issueId, since, true)), byPerson(latest)];
}

async function loadLatest(manager: Querying, issueId: string, since: Date | null, onlyRecent: boolean): Promise<LatestWords[]> {
  const latest = await manager.query<LatestWords[]>(
    `SELECT person, fragments, $2::timestamptz IS NULL OR registered_at > $2 AS recent FROM hot_member
     WHERE issue_id = $1 AND (NOT $3 OR registered_at > $2) ORDER BY position DESC LIMIT $4`,
    [issueId, since, onlyRecent, parameters.cohesionMessages],
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
