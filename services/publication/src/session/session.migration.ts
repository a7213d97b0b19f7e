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

/** Which messages were asked in a session is not known of those that were registered before, until intake tells of them again. */
export const keepInterviews = sqlMigration(
  'keepInterviews1801100000006',
  `ALTER TABLE message ADD COLUMN session_id text;
   CREATE INDEX message_session ON message (session_id) WHERE session_id IS NOT NULL;
   CREATE INDEX session_fact_scheduled ON session_fact (session_id) WHERE type = 'scheduled';
   CREATE TABLE interview_plan (year integer PRIMARY KEY, sequence integer NOT NULL, entries jsonb NOT NULL, changed_at timestamptz NOT NULL);`,
);
