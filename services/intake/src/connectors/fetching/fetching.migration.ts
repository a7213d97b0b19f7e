import { sqlMigration } from '@wenzheng/platform';

/** What came in before came by push, as far as anything goes back; the form's letters had no other way back either. */
export const createFetching = sqlMigration(
  'CreateFetching1799300000001',
  `
  ALTER TABLE message ADD COLUMN connector text NOT NULL DEFAULT 'push';
  ALTER TABLE delivery ADD COLUMN connector text NOT NULL DEFAULT 'push';
  ALTER TABLE delivery DROP CONSTRAINT delivery_kind_known;
  ALTER TABLE delivery ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('receipt', 'reply', 'extension-notice', 'ruling', 'objection-decision', 'transfer', 'renewal'));
  CREATE TABLE fetch_cursor (
    connector text NOT NULL,
    source text NOT NULL,
    cursor jsonb,
    turn uuid,
    due_at timestamptz NOT NULL,
    succeeded_at timestamptz,
    failures integer NOT NULL DEFAULT 0,
    last_reason text,
    CONSTRAINT fetch_cursor_pkey PRIMARY KEY (connector, source)
  );
`,
);

export const observeCertificates = sqlMigration('ObserveCertificates1799300000002', 'ALTER TABLE fetch_cursor ADD COLUMN certificate_expires_at timestamptz;');
