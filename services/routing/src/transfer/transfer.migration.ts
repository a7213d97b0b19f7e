import { sqlMigration } from '@wenzheng/platform';

export const createTransfers = sqlMigration(
  'createTransfers1797300000000',
  `
CREATE TABLE transfer (
  transfer_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  to_kind text NOT NULL,
  to_name text NOT NULL,
  reason text NOT NULL,
  sent_at timestamptz NOT NULL,
  sent_by text NOT NULL,
  due_at timestamptz,
  alarmed_at timestamptz,
  receipt_number text,
  received_at timestamptz,
  transferred_at timestamptz,
  recorded_by text
);
CREATE INDEX transfer_message ON transfer (message_id);
CREATE UNIQUE INDEX transfer_sent ON transfer (message_id) WHERE transferred_at IS NULL;
`,
);
