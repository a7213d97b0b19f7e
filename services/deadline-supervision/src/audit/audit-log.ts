import type { Caller, EntityManager } from '@wenzheng/platform';

export interface Deed {
  by: Pick<Caller, 'subject' | 'roles'>;
  at: Date;
  /** `policy.changed`, `urging-order.sign`: of what, and what. */
  did: `${string}.${string}`;
  /** What it was done to: an id, a number, a version. */
  about: string;
  /** Never a citizen's words. */
  details?: object;
}

/**
 * Writes down who did what, in the transaction that does it and as the last thing there: one writer at a time, so that the
 * order of the log is that of the commits and a reader's cursor passes none that is still to appear.
 */
export async function audit(manager: EntityManager, { by, at, did, about, details = {} }: Deed): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('audit log ' || current_schema()))`);
  await manager.query('INSERT INTO audit_entry (at, by, roles, did, about, details) VALUES ($1, $2, $3, $4, $5, $6)', [
    at, by.subject, by.roles, did, about, JSON.stringify(details),
  ]);
}
