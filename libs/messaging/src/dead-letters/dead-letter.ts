import { createHash } from 'node:crypto';
import { instantSchema, type SubscriberGroup } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { z } from 'zod';

/**
 * Why an event stands aside: it does not match its schema, this version has no handler for it, a handler rejected it on
 * purpose, or a handler failed on it.
 */
export const deadLetterKindSchema = z.enum(['invalid', 'unhandled', 'rejected', 'failed']);
export type DeadLetterKind = z.infer<typeof deadLetterKindSchema>;
export const deadLetterStateSchema = z.enum(['waiting', 'replayed', 'ignored']);
export type DeadLetterState = z.infer<typeof deadLetterStateSchema>;

/** A dead letter 死信 as administrators see it; never what the event says. */
export const deadLetterSchema = z
  .object({
    id: z.uuid(),
    eventId: z.uuid().nullable(),
    stream: z.string().describe('where the event came from; `due-work` for what fell due by itself'),
    subject: z.string().describe('type of the event, or name of the work'),
    kind: deadLetterKindSchema,
    reason: z.string(),
    firstAt: instantSchema,
    lastAt: instantSchema,
    attempts: z.int(),
    state: deadLetterStateSchema,
    settledReason: z.string().nullable(),
  })
  .meta({ id: 'DeadLetter' });

/** As the database gives it: instants become text on their way out. */
export type DeadLetter = Omit<z.infer<typeof deadLetterSchema>, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date };

export interface NewDeadLetter {
  delivery: { stream: string; subject: string; payload: string };
  eventId: string | null;
  /** What it is known by when it comes again; of an event without it that follows from its id or its words. */
  key?: string;
  /** Of the subscribers that it is a dead letter of; null: the service's own. */
  group: SubscriberGroup | null;
  kind: DeadLetterKind;
  reason: string;
}

/** One row per event and group of subscribers, or row of due work: what comes again counts on it. */
export async function recordDeadLetter(manager: EntityManager, letter: NewDeadLetter): Promise<void> {
  const { stream, subject, payload } = letter.delivery;
  const ofEvent = letter.eventId ?? createHash('sha256').update(`${subject}\n${payload}`).digest('hex');
  const key = letter.key ?? (letter.group ? `${letter.group} ${ofEvent}` : ofEvent);
  await manager.query(
    `INSERT INTO dead_letter (event_key, event_id, stream, subject, payload, kind, reason, subscriber_group)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (event_key) DO UPDATE
     SET last_at = now(), attempts = dead_letter.attempts + 1, reason = excluded.reason, payload = excluded.payload,
       first_at = CASE dead_letter.payload WHEN '' THEN now() ELSE dead_letter.first_at END,
       state = CASE WHEN dead_letter.payload = '' OR dead_letter.state = 'replayed' THEN 'waiting' ELSE dead_letter.state END`,
    [key, letter.eventId, stream, subject, payload.replaceAll('\u0000', '\uFFFD'), letter.kind, letter.reason, letter.group],
  );
}
