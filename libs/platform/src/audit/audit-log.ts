import type { Caller } from '../access/caller.js';
import type { EntityManager } from '../database/database.js';

export interface Deed {
  by: Pick<Caller, 'subject' | 'roles'>;
  at: Date;
  /** `policy.changed`, `urging-order.sign`: of what, and what. */
  did: `${string}.${string}`;
  /** What it was done to: an id, a number, a version. */
  about: string;
  /** How it stood, where something was changed or ended. Like all of an entry, never a citizen's words. */
  before?: object;
  /** How it stands now. */
  after?: object;
  /** Why, and what else was said. */
  details?: object;
}

/**
 * Writes an audit entry, last in the transaction that does the deed. The lock allows one writer at a time, so entries are numbered in the
 * order of the commits and a reader's cursor never skips one that is still to be committed.
 */
export async function audit(manager: Pick<EntityManager, 'query'>, { by, at, did, about, before, after, details = {} }: Deed): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('audit log ' || current_schema()))`);
  await manager.query('INSERT INTO audit_entry (at, by, roles, did, about, details, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
    at, by.subject, by.roles, did, about, JSON.stringify(details), before === undefined ? null : JSON.stringify(before), after === undefined ? null : JSON.stringify(after),
  ]);
}
