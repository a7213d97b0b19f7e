import { sqlMigration } from '@wenzheng/platform';

export const createClockHands = sqlMigration(
  'CreateClockHands1764700000001',
  `
  SET LOCAL statement_timeout = '1h';
  -- Whoever writes a clock of the release before waits, and finds its columns gone.
  LOCK TABLE clock IN ACCESS EXCLUSIVE MODE;
  CREATE TABLE clock_hand (
    message_id uuid PRIMARY KEY,
    next_fire_at timestamptz,
    version integer NOT NULL
  );
  INSERT INTO clock_hand SELECT message_id, next_fire_at, version FROM clock;
  CREATE INDEX clock_hand_next_fire_at ON clock_hand (next_fire_at) WHERE next_fire_at IS NOT NULL;
  ALTER TABLE clock DROP COLUMN next_fire_at, DROP COLUMN version;
  `,
);
