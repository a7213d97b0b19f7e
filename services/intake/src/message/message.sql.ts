import { outboxColumns, outboxRows, publishAfterCommit } from '@wenzheng/messaging';
import { planned, type EntityManager } from '@wenzheng/platform';
import { firstEventsOf, isHeld, registeredOn, type NumberedRow } from './message-row.js';

/** What stands in the table under one (channel, externalId). */
export interface StoredReceipt {
  channel: string;
  externalId: string;
  messageId: string;
  messageNumber: string;
  registeredAt: Date;
  contentHash: Buffer;
}

type Querying = Pick<EntityManager, 'query'>;

const columns: [name: string, type: string, value: (row: NumberedRow) => unknown][] = [
  ['message_id', 'uuid', (row) => row.messageId],
  ['channel', 'text', (row) => row.channel],
  ['connector', 'text', (row) => row.connector],
  ['external_id', 'text', (row) => row.externalId],
  ['external_thread_id', 'text', (row) => row.externalThreadId ?? null],
  ['message_number', 'text', (row) => row.messageNumber],
  ['registered_at', 'timestamptz', (row) => row.registeredAt.toISOString()],
  ['registered_on', 'date', registeredOn],
  ['occurred_at', 'timestamptz', (row) => new Date(row.occurredAt).toISOString()],
  ['kind', 'text', (row) => row.kind ?? null],
  ['visibility', 'text', (row) => row.visibility],
  ['title', 'text', (row) => row.title],
  ['text', 'text', (row) => row.text],
  ['addressed_unit', 'text', (row) => row.unit ?? null],
  ['session_id', 'text', (row) => row.sessionId?.toLowerCase() ?? null],
  ['follow_up_to', 'uuid', (row) => row.followUpTo ?? null],
  ['author_hash', 'text', (row) => row.authorHash],
  ['content_hash', 'bytea', (row) => row.contentHash],
  ['historical', 'boolean', (row) => row.historical],
  ['attachments', 'jsonb', (row) => row.attachments && JSON.stringify(row.attachments)],
  ['likes', 'integer', (row) => row.likes ?? 0],
  ['likes_counted_at', 'timestamptz', (row) => (row.likes === undefined ? null : row.registeredAt.toISOString())],
  ['hold', 'text', (row) => (isHeld(row) ? 'held' : null)],
  // Two events tell of a message that was liked before it came, and none of one that is held.
  ['version', 'integer', (row) => (isHeld(row) ? 0 : row.likes ? 2 : 1)],
];
const names = columns.map(([name]) => name).join(', ');
const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
const parameter = (offset: number) => `$${columns.length + offset}`;

// Rows are inserted in order of (channel, externalId), so that two batches that meet wait for each other and never
// both. What is in conflict is neither inserted nor locked: its receipt is read by a second statement.
/** @param held whether rows are among them that are held: why stands in a table of its own */
const insertSql = (held: boolean): string => planned(`
  WITH registered AS (
    INSERT INTO message (${names})
    SELECT ${names} FROM unnest(${arrays}) WITH ORDINALITY AS incoming (${names}, place) ORDER BY place
    ON CONFLICT (channel, external_id) DO NOTHING
    RETURNING message_id
  ), sealed AS (
    INSERT INTO identity (message_id, algorithm, key_id, nonce, ciphertext)
    SELECT author.* FROM unnest($1::uuid[], ${parameter(1)}::text[], ${parameter(2)}::text[], ${parameter(3)}::bytea[], ${parameter(4)}::bytea[])
      AS author (message_id, algorithm, key_id, nonce, ciphertext)
    JOIN registered USING (message_id)
  ), ${held ? heldSql : ''}sent AS (
    INSERT INTO outbox ${outboxColumns}
    SELECT event.event_id, event.subject, event.envelope
    FROM unnest(${parameter(5)}::uuid[], ${parameter(6)}::uuid[], ${parameter(7)}::text[], ${parameter(8)}::text[]) AS event (message_id, event_id, subject, envelope)
    JOIN registered USING (message_id)
    RETURNING event_id, position
  )
  SELECT event_id, position FROM sent`);

const heldSql = `held AS (
    INSERT INTO hold (message_id, reasons, held_at)
    SELECT message_id, string_to_array(held.reasons, ' '), held_at
    FROM unnest(${parameter(9)}::uuid[], ${parameter(10)}::text[], ${parameter(11)}::timestamptz[]) AS held (message_id, reasons, held_at) JOIN registered USING (message_id)
  ), `;
const [plainSql, holdingSql] = [insertSql(false), insertSql(true)];

/**
 * Registers rows, who wrote them and their events in one statement; what is held, without an event.
 * @param rows no two of one (channel, externalId), sorted by it
 * @returns what stands under their keys now: the rows themselves, or what was registered before them, read only where there is such
 */
export async function registerRows(manager: EntityManager, rows: readonly NumberedRow[]): Promise<StoredReceipt[]> {
  if (rows.length === 0) return [];
  const events = rows.flatMap(firstEventsOf);
  const outbox = outboxRows(events);
  const held = rows.filter(isHeld);
  const sent = await manager.query<{ event_id: string; position: string }[]>(held.length > 0 ? holdingSql : plainSql, [
    ...columns.map(([, , value]) => rows.map(value)),
    rows.map(({ identity }) => identity.algorithm),
    rows.map(({ identity }) => identity.keyId),
    rows.map(({ identity }) => identity.nonce),
    rows.map(({ identity }) => identity.ciphertext),
    events.map(({ subject }) => subject),
    ...outbox,
    ...(held.length > 0 ? [held.map(({ messageId }) => messageId), held.map(({ holdReasons }) => holdReasons?.join(' ')), held.map(({ registeredAt }) => registeredAt.toISOString())] : []),
  ]);
  publishAfterCommit(manager, outbox, sent);
  return held.length === 0 && sent.length === events.length ? [...rows] : readReceipts(manager, rows);
}

/** The receipts that stand under these keys. */
export async function readReceipts(
  manager: Querying,
  keys: readonly { channel: string; externalId: string }[],
): Promise<StoredReceipt[]> {
  if (keys.length === 0) return [];
  return manager.query<StoredReceipt[]>(
    `SELECT channel, external_id AS "externalId", message_id AS "messageId", message_number AS "messageNumber",
       registered_at AS "registeredAt", content_hash AS "contentHash"
     FROM message JOIN unnest($1::text[], $2::text[]) AS key (channel, external_id) USING (channel, external_id)`,
    [keys.map(({ channel }) => channel), keys.map(({ externalId }) => externalId)],
  );
}
