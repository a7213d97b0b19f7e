import { sqlMigration } from '@wenzheng/platform';

export const createRenewals = sqlMigration(
  'createRenewals1797600000010',
  `
CREATE TABLE rating (
  rating_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  rating text NOT NULL,
  reason text,
  after_contact_reading boolean NOT NULL,
  rated_at timestamptz NOT NULL,
  due_at timestamptz,
  alarmed_at timestamptz,
  outcome text,
  decision_reason text,
  decided_at timestamptz,
  decided_by text
);
CREATE UNIQUE INDEX rating_message ON rating (message_id);
CREATE INDEX rating_open ON rating ((coalesce(due_at, 'infinity'::timestamptz)), rating_id) WHERE rating = 'dissatisfied';
CREATE TABLE renewal (
  renewal_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  reason text NOT NULL,
  due_on date,
  due_at timestamptz,
  alarmed_at timestamptz,
  ordered_at timestamptz NOT NULL,
  ordered_by text NOT NULL
);
CREATE UNIQUE INDEX renewal_message ON renewal (message_id);
CREATE INDEX renewal_due ON renewal (due_at, renewal_id);
ALTER TABLE reply ADD COLUMN renews uuid;
ALTER TABLE review ADD COLUMN renews uuid;
CREATE INDEX reply_renews ON reply (renews) WHERE renews IS NOT NULL;
`,
);
