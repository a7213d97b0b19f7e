import type { Evidence, MigrationClass } from '@wenzheng/platform';
import { createSessions } from './session/session.migration.js';

export const migrations: MigrationClass[] = [createSessions];

/** Sessions are no evidence: who signed in is the provider's to say, and what was done the services'. */
export const evidence: Evidence = {};
