import { sqlMigration } from '@wenzheng/platform';

export const createRenewals = sqlMigration(
  'createRenewals1797600000012',
  `
CREATE TABLE renewal (
  renewal_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text,
  unit_name text,
  ordered_at timestamptz,
  due_on date,
  due_at timestamptz,
  submitted_at timestamptz,
  published_at timestamptz,
  done text[] NOT NULL DEFAULT '{}',
  look_at timestamptz
);
CREATE INDEX renewal_message ON renewal (message_id);
CREATE INDEX renewal_look ON renewal (look_at) WHERE look_at IS NOT NULL;
`,
);
