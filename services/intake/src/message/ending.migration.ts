import { sqlMigration } from '@wenzheng/platform';

/** What ends a message beside its answer, and what its writer has done with number and code. */
export const createEndings = sqlMigration(
  'CreateEndings1796100000004',
  `
  CREATE TABLE ruling (
    ruling_id uuid NOT NULL,
    message_id uuid NOT NULL,
    proposed_by jsonb,
    ground text NOT NULL,
    reason text NOT NULL,
    guidance text NOT NULL,
    objection_until date,
    ruled_at timestamptz NOT NULL,
    CONSTRAINT ruling_pkey PRIMARY KEY (ruling_id)
  );
  CREATE INDEX ruling_message ON ruling (message_id);
  CREATE TABLE objection_decision (
    objection_id uuid NOT NULL,
    ruling_id uuid NOT NULL,
    message_id uuid NOT NULL,
    outcome text NOT NULL,
    reason text NOT NULL,
    decided_at timestamptz NOT NULL,
    CONSTRAINT objection_decision_pkey PRIMARY KEY (objection_id)
  );
  CREATE INDEX objection_decision_message ON objection_decision (message_id);
  CREATE TABLE transfer (
    transfer_id uuid NOT NULL,
    message_id uuid NOT NULL,
    "to" jsonb NOT NULL,
    reason text NOT NULL,
    sent_at timestamptz NOT NULL,
    receipt jsonb NOT NULL,
    transferred_at timestamptz NOT NULL,
    CONSTRAINT transfer_pkey PRIMARY KEY (transfer_id)
  );
  CREATE INDEX transfer_message ON transfer (message_id);
  CREATE TABLE withdrawal (
    message_id uuid NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    reason text,
    CONSTRAINT withdrawal_pkey PRIMARY KEY (message_id)
  );
  CREATE TABLE objection (
    objection_id uuid NOT NULL,
    ruling_id uuid NOT NULL,
    message_id uuid NOT NULL,
    text text NOT NULL,
    filed_at timestamptz NOT NULL,
    CONSTRAINT objection_pkey PRIMARY KEY (objection_id),
    CONSTRAINT objection_ruling UNIQUE (ruling_id)
  );
  CREATE TABLE rating (
    rating_id uuid NOT NULL,
    message_id uuid NOT NULL,
    rating text NOT NULL,
    reason text,
    after_contact_reading boolean NOT NULL,
    rated_at timestamptz NOT NULL,
    CONSTRAINT rating_pkey PRIMARY KEY (rating_id),
    CONSTRAINT rating_message UNIQUE (message_id)
  );
  ALTER TABLE delivery DROP CONSTRAINT delivery_kind_known,
    ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply', 'extension-notice', 'ruling', 'objection-decision', 'transfer'));
`,
);
