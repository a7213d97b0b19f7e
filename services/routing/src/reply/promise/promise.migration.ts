import { sqlMigration } from '@wenzheng/platform';

export const keepOutcomes = sqlMigration(
  'keepOutcomes1797400000010',
  `
ALTER TABLE reply ADD COLUMN result text, ADD COLUMN fulfils uuid;
ALTER TABLE draft_version ADD COLUMN outcome jsonb;
CREATE INDEX reply_fulfils ON reply (fulfils) WHERE fulfils IS NOT NULL;
CREATE TABLE promise (
  reply_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  text text NOT NULL,
  due_on date NOT NULL,
  due_at timestamptz NOT NULL,
  alarmed_at timestamptz
);
CREATE INDEX promise_message ON promise (message_id);
CREATE INDEX promise_due ON promise (due_at);
`,
);

export const remindOfPromises = sqlMigration('remindOfPromises1799100000000', 'ALTER TABLE promise ADD COLUMN reminded_at timestamptz;');
