import { sqlMigration } from '@wenzheng/platform';

export const createRulings = sqlMigration(
  'createRulings1796100000000',
  `
CREATE TABLE ruling_proposal (
  proposal_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  ground text NOT NULL,
  reason text NOT NULL,
  proposed_at timestamptz NOT NULL,
  proposed_by text NOT NULL,
  due_at timestamptz,
  alarmed_at timestamptz,
  outcome text,
  decision_reason text,
  decided_at timestamptz,
  decided_by text
);
CREATE INDEX ruling_proposal_message ON ruling_proposal (message_id);
CREATE UNIQUE INDEX ruling_proposal_open ON ruling_proposal (message_id) WHERE outcome IS NULL;
CREATE TABLE ruling (
  ruling_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  proposal_id uuid,
  ground text NOT NULL,
  reason text NOT NULL,
  guidance text NOT NULL,
  objection_until date,
  ruled_at timestamptz NOT NULL,
  ruled_by text NOT NULL,
  lifted boolean NOT NULL DEFAULT false
);
CREATE INDEX ruling_message ON ruling (message_id);
CREATE TABLE objection (
  objection_id uuid PRIMARY KEY,
  ruling_id uuid NOT NULL,
  message_id uuid NOT NULL,
  text text NOT NULL,
  filed_at timestamptz NOT NULL,
  due_at timestamptz,
  alarmed_at timestamptz,
  outcome text,
  reason text,
  decided_at timestamptz,
  decided_by text
);
CREATE UNIQUE INDEX objection_ruling ON objection (ruling_id);
CREATE INDEX objection_message ON objection (message_id);
CREATE INDEX objection_open ON objection (due_at) WHERE outcome IS NULL;
`,
);
