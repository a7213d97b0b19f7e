import { createHash } from 'node:crypto';
import type { EntityManager } from '@wenzheng/platform';

/**
 * Why an event stands aside: it does not match its schema, this version has no handler for it, a handler rejected it on
 * purpose, or a handler failed on it.
 */
export type DeadLetterKind = 'invalid' | 'unhandled' | 'rejected' | 'failed';
export type DeadLetterState = 'waiting' | 'replayed' | 'ignored';

/** A dead letter 死信 as administrators see it; never what the event says. */
export interface DeadLetter {
  id: string;
  eventId: string | null;
  stream: string;
  subject: string;
  kind: DeadLetterKind;
  reason: string;
  firstAt: Date;
  lastAt: Date;
  attempts: number;
  state: DeadLetterState;
  settledReason: string | null;
}

export interface NewDeadLetter {
  delivery: { stream: string; subject: string; payload: string };
  eventId: string | null;
  kind: DeadLetterKind;
  reason: string;
}

/** One row per event: what comes again counts on the same row. */
export async function recordDeadLetter(manager: EntityManager, letter: NewDeadLetter): Promise<void> {
  const { stream, subject, payload } = letter.delivery;
  const key = letter.eventId ?? createHash('sha256').update(`${subject}\n${payload}`).digest('hex');
  await manager.query(
    `INSERT INTO dead_letter (event_key, event_id, stream, subject, payload, kind, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (event_key) DO UPDATE
     SET last_at = now(), attempts = dead_letter.attempts + 1, reason = excluded.reason`,
    [key, letter.eventId, stream, subject, payload.replaceAll('\u0000', '\uFFFD'), letter.kind, letter.reason],
  );
}
