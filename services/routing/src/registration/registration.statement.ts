import { messageAssigned } from '@wenzheng/contracts';
import { outboxColumns } from '@wenzheng/messaging';
import { joinedJson, jsonTexts, planned } from '@wenzheng/platform';

/** The columns of `message` that a registration writes, each with its type. */
const columns = {
  message_id: 'uuid',
  message_number: 'text',
  channel: 'text',
  registered_at: 'timestamptz',
  registered_on: 'date',
  kind: 'text',
  visibility: 'text',
  title: 'text',
  text: 'text',
  addressed_unit: 'text',
  session_id: 'text',
  follow_up_to: 'uuid',
  first_asked: 'text',
  historical: 'boolean',
  state: 'text',
  version: 'integer',
  unit_code: 'text',
  assigned_at: 'timestamptz',
  assigned_by: 'text',
  holding_pen_reason: 'text',
  holding_pen_detail: 'text',
  holding_pen_since: 'timestamptz',
  holding_pen_due_at: 'timestamptz',
} as const;

/** What of the assignment stands in other tables: null for a message in the holding pen. */
const assignmentColumns = { unit_name: 'text', reason: 'text', duty_item: 'text', duty_version: 'integer', model_version: 'integer', assigned_event: 'uuid' } as const;

/** One message, as a value of each column. */
export type RegistrationRow = { event_id: string; /** Empty for the holding pen. */ envelope: string } & Record<keyof typeof columns | keyof typeof assignmentColumns, string | number | boolean | null>;

const names = Object.keys(columns) as (keyof typeof columns)[];
const given = { event_id: 'uuid', ...columns, ...assignmentColumns };
const arrays = Object.values(given).map((type, index) => `$${index + 1}::${type}[]`);
const envelopes = `$${arrays.length + 1}`;
const registryVersion = `$${arrays.length + 2}`;

/** Message, assignment and event, each if and only if the message was not registered before. */
const effects = ({ condition = '', conflict, inbox = '' }: { condition?: string; conflict: string; inbox?: string }): string =>
  planned(`WITH given AS (
      SELECT * FROM unnest(${arrays.join(', ')}, ${jsonTexts(envelopes)}) AS row (${Object.keys(given).join(', ')}, envelope)
    ), registered AS (
      INSERT INTO message (${names.join(', ')}) SELECT ${names.join(', ')} FROM given ${condition} ORDER BY message_id
      ON CONFLICT (message_id) ${conflict} RETURNING message_id, xmax = 0 AS fresh
    )${inbox}, assigned AS (
      INSERT INTO assignment (message_id, sequence, unit_code, unit_name, by, reason, duty_item, duty_version, model_version, assigned_at)
      SELECT message_id, version, unit_code, unit_name, assigned_by, reason, duty_item, duty_version, model_version, assigned_at FROM given JOIN registered USING (message_id) WHERE unit_code IS NOT NULL
    ), announced AS (
      INSERT INTO outbox ${outboxColumns}
      SELECT assigned_event, '${messageAssigned.subject}', envelope FROM given JOIN registered USING (message_id) WHERE unit_code IS NOT NULL
      RETURNING event_id, position
    )
    SELECT given.event_id AS "eventId", message_id AS "messageId", fresh, assigned_event AS event_id, position
    FROM given JOIN registered USING (message_id) LEFT JOIN announced ON announced.event_id = assigned_event`);

/**
 * The normal case, inbox included: of this message nothing is known, and the units are those that the decision was made with. Takes
 * the registry's version last.
 */
export const registerUnknown = effects({
  condition: `WHERE ${registryVersion} = (SELECT version FROM unit_registry)`,
  conflict: 'DO NOTHING',
  inbox: ', handled AS (INSERT INTO inbox (event_id) SELECT event_id FROM given JOIN registered USING (message_id))',
});

/** The other cases: early facts may be there, and keep what they say. A message that is registered already is left alone. */
export const registerKnown = effects({
  conflict: `DO UPDATE SET ${names.slice(1).map((name) => `${name} = excluded.${name}`).join(', ')} WHERE message.channel IS NULL`,
});

/** What both statements take: an array for each column, and the envelopes. */
export function parametersOf(rows: readonly RegistrationRow[]): unknown[] {
  return [...(Object.keys(given) as (keyof RegistrationRow)[]).map((name) => rows.map((row) => row[name])), joinedJson(rows.map(({ envelope }) => envelope))];
}
