import { sqlMigration } from '@wenzheng/platform';

/** Of sessions that were announced before, nothing is known until intake tells of them again. */
export const keepSessions = sqlMigration(
  'keepSessions1801100000002',
  `CREATE TABLE session_fact (
     session_id uuid NOT NULL,
     sequence integer NOT NULL,
     type text NOT NULL,
     data jsonb NOT NULL,
     PRIMARY KEY (session_id, sequence)
   );`,
);
