import { sqlMigration } from '@wenzheng/platform';

export const keepSessions = sqlMigration(
  'keepSessions1797300000001',
  `
CREATE TABLE live_session (
  session_id text PRIMARY KEY,
  number text NOT NULL,
  channel text NOT NULL,
  title text NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL
);
ALTER TABLE message ADD COLUMN first_asked text;
CREATE INDEX message_first_asked ON message (first_asked, (coalesce(reply_due_on, 'infinity'::date)), message_id) WHERE first_asked IS NOT NULL;
CREATE INDEX message_session_unknown ON message (session_id) WHERE holding_pen_reason = 'session-unknown';
`,
);

/** For the planner, which reads what was asked in one session. */
export const indexSessions = sqlMigration('indexSessions1798100000021', 'CREATE INDEX message_session ON message (session_id) WHERE session_id IS NOT NULL;');
