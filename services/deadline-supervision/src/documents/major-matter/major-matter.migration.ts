import { sqlMigration } from '@wenzheng/platform';

export const createMajorMatters = sqlMigration(
  'CreateMajorMatters1764600000013',
  `
  CREATE TABLE major_matter (
    id uuid PRIMARY KEY,
    message_id uuid NOT NULL,
    message_number text NOT NULL,
    state text NOT NULL,
    unit_code text,
    unit_name text,
    reason text NOT NULL,
    flagged_at timestamptz NOT NULL,
    due_on date,
    number text,
    signatory text,
    report text,
    reported_at timestamptz,
    received_at timestamptz,
    lapsed_at timestamptz,
    look_at timestamptz,
    calendar_version text NOT NULL
  );
  CREATE UNIQUE INDEX major_matter_standing ON major_matter (message_id) WHERE state <> 'withdrawn';
  CREATE UNIQUE INDEX major_matter_number ON major_matter (number);
  CREATE INDEX major_matter_flagged ON major_matter (flagged_at, id);
  CREATE INDEX major_matter_lapsing ON major_matter (look_at) WHERE look_at IS NOT NULL;
  `,
);
