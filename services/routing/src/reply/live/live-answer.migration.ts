import { sqlMigration } from '@wenzheng/platform';

export const createLiveAnswers = sqlMigration(
  'createLiveAnswers1801100000004',
  `CREATE TABLE live_answer (
  message_id uuid PRIMARY KEY,
  session_id uuid NOT NULL,
  merged_into uuid,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  text text NOT NULL,
  speaker_name text NOT NULL,
  speaker_post text NOT NULL,
  answered_at timestamptz NOT NULL,
  reply_id uuid,
  refused text
);`,
);
