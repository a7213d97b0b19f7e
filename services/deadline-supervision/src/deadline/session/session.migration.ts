import { sqlMigration } from '@wenzheng/platform';

export const createSessions = sqlMigration(
  'CreateSessions1764600000001',
  `
  SET LOCAL statement_timeout = '1h';
  CREATE TABLE session_event (
    event_id uuid PRIMARY KEY,
    session_id text NOT NULL,
    type text NOT NULL,
    sequence integer NOT NULL,
    time timestamptz NOT NULL,
    data jsonb NOT NULL,
    after_closing integer NOT NULL,
    late boolean NOT NULL,
    followed boolean NOT NULL DEFAULT false
  );
  CREATE INDEX session_event_session_id ON session_event (session_id);
  CREATE INDEX session_event_unfollowed ON session_event (session_id) WHERE NOT followed;
  CREATE TABLE session_message (
    message_id uuid PRIMARY KEY,
    session_id text NOT NULL
  );
  CREATE INDEX session_message_session_id ON session_message (session_id, message_id);
  INSERT INTO session_message
    SELECT DISTINCT ON (message_id) message_id, data->>'sessionId' FROM clock_event WHERE type = 'registered' AND data->>'sessionId' IS NOT NULL;
  `,
);

export const keepDayZero = sqlMigration('KeepDayZero1764700000003', 'ALTER TABLE clock ADD COLUMN day_zero date');
