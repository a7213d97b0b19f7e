import type { EventEnvelope } from '@wenzheng/contracts';
import { outboxColumns, outboxRows, publishAfterCommit } from '@wenzheng/messaging';
import { joinedJson, jsonTexts, planned, type EntityManager } from '@wenzheng/platform';
import type { RulebookVersion } from '../rulebook/rulebook.js';
import { deadlineColumns, deadlineParameters } from './deadline-rows.js';
import type { DeadlineState } from './deadline.rules.js';
import type { NewFact } from './fact.rules.js';
import { outweighsSql } from './matter/matter.rules.js';

/** What one registration brings about, of a message of which nothing else is known. */
export interface Opening {
  fact: NewFact;
  /** Null: not to be told. */
  title: string | null;
  state: DeadlineState;
  nextFireAt: Date | null;
  /** What is announced: that the deadline is open. */
  envelope: EventEnvelope;
}

const factTypes = ['uuid', 'uuid', 'text', 'int', 'timestamptz', 'jsonb'] as const;
const arrays = (from: number, types: readonly string[]) =>
  types.map((type, index) => (type === 'jsonb' ? `${jsonTexts(`$${from + index}`)}::jsonb[]` : `$${from + index}::${type}[]`)).join(', ');

const timerAt = 3 + factTypes.length;
const titleAt = timerAt + 1;
const outboxAt = titleAt + 1;
const deadlineAt = outboxAt + 3;

/**
 * Insert the timer row first, and go on only if it did not exist: any other transaction that knows the message has inserted that row, and
 * an open one is waited for. If the rulebook has changed since the deadline was computed, do nothing.
 */
const openSql = planned(
  `WITH rulebook AS MATERIALIZED (SELECT closings, closed_until FROM hold_rulebook() WHERE notices = $1 AND policies = $2),
   incoming AS MATERIALIZED (
     SELECT * FROM unnest(${arrays(3, factTypes)}, $${timerAt}::timestamptz[], $${titleAt}::text[])
       AS incoming (event_id, message_id, type, sequence, time, data, next_fire_at, title)
   ),
   timer AS (
     INSERT INTO deadline_timer (message_id, next_fire_at, sequence)
     SELECT message_id, next_fire_at, 1 FROM incoming, rulebook
     WHERE NOT EXISTS (SELECT FROM inbox WHERE inbox.event_id = incoming.event_id)
     ORDER BY message_id ON CONFLICT DO NOTHING RETURNING message_id
   ),
   entered AS (INSERT INTO inbox (event_id) SELECT event_id FROM incoming JOIN timer USING (message_id)),
   fact AS (
     INSERT INTO deadline_fact (event_id, message_id, type, sequence, time, data, after_closing, late)
     SELECT event_id, message_id, type, sequence, time, data, closings, time < closed_until FROM incoming JOIN timer USING (message_id), rulebook
   ),
   titled AS (
     INSERT INTO matter (message_id, title, sequence) SELECT message_id, title, 0 FROM incoming JOIN timer USING (message_id) ORDER BY message_id
     ON CONFLICT (message_id) DO UPDATE SET title = excluded.title, sequence = excluded.sequence WHERE ${outweighsSql}
   ),
   opened AS (
     INSERT INTO deadline (${deadlineColumns.map(({ name }) => name).join(', ')})
     SELECT computed.* FROM unnest(${arrays(deadlineAt, deadlineColumns.map(({ type }) => type))}) AS computed (${deadlineColumns.map(({ name }) => name).join(', ')}) JOIN timer USING (message_id)
   ),
   envelope AS MATERIALIZED (
     SELECT * FROM unnest($${deadlineAt}::uuid[], $${outboxAt}::uuid[], $${outboxAt + 1}::text[], ${jsonTexts(`$${outboxAt + 2}`)}) AS envelope (message_id, id, type, json) JOIN timer USING (message_id)
   ),
   told AS (INSERT INTO outbox ${outboxColumns} SELECT id, type, json FROM envelope RETURNING event_id, position)
   SELECT incoming.event_id AS done, told.event_id, told.position FROM incoming JOIN envelope USING (message_id) JOIN told ON told.event_id = envelope.id`,
);

/** Ids of the events that are done with this. The messages are distinct, and none was asked in a session. */
export async function insertOpenings(manager: EntityManager, rulebook: RulebookVersion, openings: readonly Opening[]): Promise<string[]> {
  const facts = openings.map(({ fact }) => fact);
  const outbox = outboxRows(openings.map(({ envelope }) => envelope));
  const [ids, types, envelopes] = outbox;
  const rows = await manager.query<{ done: string; event_id: string; position: string }[]>(openSql, [
    rulebook.notices,
    rulebook.policies,
    facts.map(({ eventId }) => eventId),
    facts.map(({ messageId }) => messageId),
    facts.map(({ type }) => type),
    facts.map(({ sequence }) => sequence),
    facts.map(({ time }) => time),
    joinedJson(facts.map(({ data }) => JSON.stringify(data))),
    openings.map(({ nextFireAt }) => nextFireAt?.toISOString()),
    openings.map(({ title }) => title),
    ids,
    types,
    joinedJson(envelopes),
    ...deadlineParameters(openings.map(({ fact, state }) => ({ messageId: fact.messageId, state }))),
  ]);
  publishAfterCommit(manager, outbox, rows);
  return rows.map(({ done }) => done);
}
