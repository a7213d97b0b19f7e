import { sqlMigration } from '@wenzheng/platform';

export const createDisputes = sqlMigration(
  'createDisputes1797300000000',
  `
CREATE TABLE dispute (
  dispute_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  reason text NOT NULL,
  suggested_unit text,
  opened_at timestamptz NOT NULL,
  opened_by text NOT NULL,
  due_at timestamptz,
  outcome text,
  ruling_reason text,
  ruled_at timestamptz,
  ruled_by text,
  alarmed_at timestamptz
);
CREATE INDEX dispute_message ON dispute (message_id);
-- What is due first comes first, what is ruled among it.
CREATE INDEX dispute_due ON dispute ((coalesce(due_at, 'infinity'::timestamptz)), dispute_id);
CREATE INDEX dispute_open ON dispute (due_at, dispute_id) WHERE outcome IS NULL;
`,
);
