import { createHash } from 'node:crypto';
import { sameWithinMs, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import type { LockedMessage } from '../locked-message.js';

/** One POST about a message: who asks for what, and the key by which a repeat is known. */
export interface ActionRequest<Body> {
  messageId: string;
  caller: Caller;
  body: Body;
  idempotencyKey: string | null;
  /** Other messages that it is about. */
  with?: readonly string[];
}

/** What changes when anything is done with a message. */
export type Standing = Pick<LockedMessage, 'version' | 'state'>;

/** Without a key the same words are the same request, as long as the message stands as that has left it. No header can hold its spaces. */
const wordsKey = ({ version, state }: Standing, fingerprint: string): string => `same words ${version} ${state} ${fingerprint}`;

/**
 * What the same request by the same caller was answered before: with its key, or in the same words a moment ago. It must be asked under the message's lock: of two
 * simultaneous repeats the second then sees what the first has done.
 * @throws Problem `routing.idempotency-key-reused`
 */
export async function findRepeat<Answer>(manager: EntityManager, operation: string, request: ActionRequest<unknown>, standing: Standing, now: Date): Promise<Answer | undefined> {
  const fingerprint = fingerprintOf(operation, request);
  const [row] = await manager.query<{ fingerprint: string; answer: Answer; answeredAt: Date }[]>(
    'SELECT fingerprint, answer, answered_at AS "answeredAt" FROM idempotency WHERE caller = $1 AND key = $2',
    [request.caller.subject, request.idempotencyKey ?? wordsKey(standing, fingerprint)],
  );
  if (!row || (request.idempotencyKey === null && row.answeredAt.getTime() <= now.getTime() - sameWithinMs)) return undefined;
  if (row.fingerprint !== fingerprint) throw problem('routing.idempotency-key-reused');
  return row.answer;
}

export async function rememberAnswer(
  manager: EntityManager,
  operation: string,
  request: ActionRequest<unknown>,
  standing: Standing,
  answer: unknown,
  now: Date,
): Promise<void> {
  const fingerprint = fingerprintOf(operation, request);
  const rows = await manager.query<unknown[]>(
    `INSERT INTO idempotency (caller, key, fingerprint, answer, answered_at) VALUES ($1, $2, $3, $4::json, $5)
     ON CONFLICT (caller, key) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at WHERE $6 RETURNING key`,
    [request.caller.subject, request.idempotencyKey ?? wordsKey(standing, fingerprint), fingerprint, JSON.stringify(answer), now, request.idempotencyKey === null],
  );
  // The key was used at the same time for another message.
  if (rows.length === 0) throw problem('routing.idempotency-key-reused');
}

const keptMs = 30 * 86_400_000;
const forgottenAtOnce = 5_000;

/** A key is good for thirty days; whoever repeats a request later asks anew. */
export async function forgetAnswers(dataSource: DataSource, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs);
  for (;;) {
    const [, deleted] = await dataSource.query<[unknown, number]>(
      `DELETE FROM idempotency WHERE (caller, key) IN (
         SELECT caller, key FROM idempotency WHERE answered_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, forgottenAtOnce],
    );
    if (deleted < forgottenAtOnce) return;
  }
}

function fingerprintOf(operation: string, { messageId, body }: ActionRequest<unknown>): string {
  return createHash('sha256').update(JSON.stringify([operation, messageId, body])).digest('hex');
}
