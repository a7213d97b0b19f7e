import { createHash } from 'node:crypto';
import { canonicalJson, sameWithinMs, type EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';

/** A person's request to begin a document. */
export interface BeginRequest {
  caller: string;
  kind: string;
  details: object;
  idempotencyKey: string | null;
}

/** No header can hold its spaces. */
const wordsKey = (fingerprint: string): string => `same words ${fingerprint}`;

/**
 * Begins a document once for a key of the caller's, and once a minute for the same words without one, as long as nothing was done with it. Simultaneous repeats wait for the first.
 * @throws Problem `deadline-supervision.idempotency-key-reused`
 */
export async function beginOnce(manager: EntityManager, request: BeginRequest, now: Date, begin: () => Promise<{ id: string; isRepeat: boolean }>): Promise<{ id: string; isRepeat: boolean }> {
  const { caller, kind, details, idempotencyKey } = request;
  const fingerprint = createHash('sha256').update(canonicalJson([kind, details])).digest('hex');
  const key = idempotencyKey ?? wordsKey(fingerprint);
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('begun ' || current_schema()), hashtext($1))`, [`${caller} ${key}`]);
  const [before] = await manager.query<{ fingerprint: string; id: string; isFresh: boolean }[]>(
    `SELECT fingerprint, document_id AS id, begun_at > $3 AND (SELECT count(*) FROM document_act AS act WHERE act.document_id = begun.document_id) = 1 AS "isFresh"
     FROM document_begun AS begun WHERE caller = $1 AND key = $2`,
    [caller, key, new Date(now.getTime() - sameWithinMs)],
  );
  if (before && before.fingerprint !== fingerprint) throw problem('deadline-supervision.idempotency-key-reused');
  if (before && (idempotencyKey !== null || before.isFresh)) return { id: before.id, isRepeat: true };
  const begun = await begin();
  await manager.query(
    `INSERT INTO document_begun (caller, key, fingerprint, document_id, begun_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (caller, key) DO UPDATE SET document_id = excluded.document_id, begun_at = excluded.begun_at`,
    [caller, key, fingerprint, begun.id, now],
  );
  return begun;
}
