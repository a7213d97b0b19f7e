import type { EventDefinition, EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { sessionDefinitions, type NewFact } from '../fact.rules.js';

type Queries = Pick<EntityManager, 'query'>;

/** What is known of messages, the events of the sessions in which they were asked among it. */
export const knownFacts = `(
  SELECT event_id, message_id, type, sequence, time, data, after_closing, late FROM deadline_fact
  UNION ALL
  SELECT event_id, message_id, type, sequence, time, data, after_closing, late FROM session_message JOIN session_event USING (session_id)
) AS known_fact`;

const typeBySubject = new Map(Object.entries<EventDefinition>(sessionDefinitions).map(([type, { subject }]) => [subject, type]));

/**
 * Lock sessions before messages and deadlines, and in order of ids, to avoid deadlocks. Questions take a shared lock: whoever adds an event
 * to the session waits until the transactions that could not see that event are committed.
 */
const lockSessions = (manager: EntityManager, sessionIds: readonly string[], mode: 'shared' | 'alone'): Promise<unknown> =>
  manager.query(`SELECT pg_advisory_xact_lock${mode === 'shared' ? '_shared' : ''}(hashtextextended(current_schema() || ' session ' || id, 0)) FROM unnest($1::text[]) AS id`, [
    [...new Set(sessionIds)].sort(),
  ]);

/** In the caller's transaction, which then computes these messages: their sessions get no event before it has committed. */
export async function enterQuestions(manager: EntityManager, facts: readonly NewFact[]): Promise<void> {
  const questions = facts.flatMap((fact) => (fact.type === 'registered' && fact.data.sessionId !== null ? [{ messageId: fact.messageId, sessionId: fact.data.sessionId }] : []));
  if (questions.length === 0) return;
  await lockSessions(manager, questions.map(({ sessionId }) => sessionId), 'shared');
  await manager.query('INSERT INTO session_message (message_id, session_id) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING', [
    questions.map(({ messageId }) => messageId),
    questions.map(({ sessionId }) => sessionId),
  ]);
}

/** Keeps them; the deadlines of questions that are known follow in batches. */
export async function keepSessionEvents(manager: EntityManager, events: readonly EventEnvelope<{ sessionId: string }>[]): Promise<void> {
  await lockSessions(manager, events.map(({ data }) => data.sessionId), 'alone');
  await manager.query(
    `INSERT INTO session_event (event_id, session_id, type, sequence, time, data, after_closing, late)
     SELECT fact.*, closed.number, fact.time < closed.cut_off
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::jsonb[]) AS fact (event_id, session_id, type, sequence, time, data),
       (SELECT coalesce(max(number), 0) AS number, coalesce(max(cut_off), '-infinity') AS cut_off FROM closed_period) AS closed
     ON CONFLICT DO NOTHING`,
    [
      events.map(({ id }) => id),
      events.map(({ data }) => data.sessionId),
      events.map(({ type }) => typeBySubject.get(type)),
      events.map(({ sequence }) => sequence),
      events.map(({ time }) => time),
      events.map(({ data }) => JSON.stringify(data)),
    ],
  );
}

/** Sessions of which something was heard that the deadlines of their questions do not know yet, with what it was. */
export function unfollowedSessions(queries: Queries): Promise<{ sessionId: string; eventIds: string[] }[]> {
  return queries.query('SELECT session_id AS "sessionId", array_agg(event_id) AS "eventIds" FROM session_event WHERE NOT followed GROUP BY session_id ORDER BY session_id');
}

export async function markFollowed(queries: Queries, eventIds: readonly string[]): Promise<void> {
  await queries.query('UPDATE session_event SET followed = true WHERE event_id = ANY ($1::uuid[])', [eventIds]);
}

/** Ids of what was asked in a session, in their order and in batches. */
export async function* questionIds(queries: Queries, sessionId: string, batch: number): AsyncGenerator<string[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await queries.query<{ id: string }[]>(
      'SELECT message_id AS id FROM session_message WHERE session_id = $1 AND message_id > $2 ORDER BY message_id LIMIT $3',
      [sessionId, after, batch],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    after = last.id;
  }
}
