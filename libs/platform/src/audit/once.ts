import { createHash } from 'node:crypto';
import { sameWithinMs } from '../access/idempotency-key.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { EntityManager } from '../database/database.js';
import type { Problem } from '../problem/problem.js';

/** A person's request to make something. */
export interface MakingRequest {
  caller: string;
  /** What kind of thing. */
  kind: string;
  details: object;
  idempotencyKey: string | null;
}

/** `id` tells what was made from everything else of its kind. */
export interface Made {
  id: string;
  isRepeat: boolean;
}

export interface Making {
  /** It may find that the thing is there already, as another request has made it. */
  make: () => Promise<Made>;
  /** Whether it stands as the request has left it: else the same words without a key are a new request. */
  stands: (id: string) => Promise<boolean>;
}

/** No header can hold its spaces. */
const wordsKey = (fingerprint: string): string => `same words ${fingerprint}`;

export type Once = (manager: EntityManager, request: MakingRequest, now: Date, making: Making) => Promise<Made>;

/**
 * Makes something once for a key of the caller's, for ever, and once a minute for the same words without one, as long as it stands. Simultaneous repeats wait for the first.
 * @param keyReused what is thrown for a key that was another request's
 */
export const makingOnce =
  (keyReused: () => Problem): Once =>
  async (manager, { caller, kind, details, idempotencyKey }, now, { make, stands }) => {
    const fingerprint = createHash('sha256').update(canonicalJson([kind, details])).digest('hex');
    const key = idempotencyKey ?? wordsKey(fingerprint);
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('once ' || current_schema()), hashtext($1))`, [`${caller} ${key}`]);
    const [before] = await manager.query<{ fingerprint: string; id: string; isFresh: boolean }[]>(
      'SELECT fingerprint, made AS id, made_at > $3 AS "isFresh" FROM made_once WHERE caller = $1 AND key = $2',
      [caller, key, new Date(now.getTime() - sameWithinMs)],
    );
    if (before && before.fingerprint !== fingerprint) throw keyReused();
    if (before && (idempotencyKey !== null || (before.isFresh && (await stands(before.id))))) return { id: before.id, isRepeat: true };
    const made = await make();
    await manager.query(
      `INSERT INTO made_once (caller, key, fingerprint, made, made_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (caller, key) DO UPDATE SET made = excluded.made, made_at = excluded.made_at`,
      [caller, key, fingerprint, made.id, now],
    );
    return made;
  };
