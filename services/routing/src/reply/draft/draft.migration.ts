import { sqlMigration } from '@wenzheng/platform';

/** Beside the lead the unit first asked 首问责任单位 drafts interim replies of its own. */
export const draftByUnit = sqlMigration(
  'draftByUnit1797800000011',
  `
DROP INDEX draft_open;
CREATE UNIQUE INDEX draft_open ON draft (message_id, unit_code, assigned_at, kind, (coalesce(reply_id, message_id))) WHERE state IN ('drafting', 'in-sign-off');
`,
);

export const createDrafts = sqlMigration(
  'createDrafts1796100000000',
  `
CREATE TABLE draft (
  draft_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  assigned_at timestamptz NOT NULL,
  kind text NOT NULL,
  reply_id uuid,
  state text NOT NULL,
  version integer NOT NULL,
  steps jsonb NOT NULL DEFAULT '[]',
  step integer NOT NULL DEFAULT 0,
  acts integer NOT NULL DEFAULT 0,
  paper_id uuid,
  started_at timestamptz NOT NULL
);
CREATE INDEX draft_message ON draft (message_id);
-- One at a time of a kind, by the unit that has the message as long as it has it.
CREATE UNIQUE INDEX draft_open ON draft (message_id, assigned_at, kind, (coalesce(reply_id, message_id))) WHERE state IN ('drafting', 'in-sign-off');
CREATE INDEX draft_waiting ON draft (unit_code) WHERE state = 'in-sign-off';
CREATE TABLE draft_version (
  draft_id uuid NOT NULL,
  version integer NOT NULL,
  text text NOT NULL,
  new_due_on date,
  written_by text NOT NULL,
  written_by_name text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (draft_id, version)
);
-- One row a person and draft, written over: what is being typed is no version.
CREATE TABLE draft_autosave (
  draft_id uuid NOT NULL,
  subject text NOT NULL,
  name text NOT NULL,
  based_on integer NOT NULL,
  text text NOT NULL,
  new_due_on date,
  editing_since timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (draft_id, subject)
);
CREATE TABLE draft_act (
  draft_id uuid NOT NULL,
  ordinal integer NOT NULL,
  act text NOT NULL,
  version integer NOT NULL,
  step integer NOT NULL,
  signatory jsonb NOT NULL,
  reason text,
  finding_reasons jsonb NOT NULL DEFAULT '[]',
  at timestamptz NOT NULL,
  PRIMARY KEY (draft_id, ordinal)
);
CREATE TABLE sign_off_policy (
  policy_id uuid PRIMARY KEY,
  unit_code text,
  kind text,
  steps jsonb,
  drafter_may_sign boolean NOT NULL,
  reason text NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL
);
CREATE INDEX sign_off_policy_scope ON sign_off_policy (unit_code, kind, decided_at);
ALTER TABLE reply ADD COLUMN corrects uuid, ADD COLUMN supplements uuid, ADD COLUMN signatory jsonb;
ALTER TABLE extension ADD COLUMN signatory jsonb;
ALTER TABLE review ADD COLUMN corrects uuid, ADD COLUMN supplements uuid;
`,
);

export const referDrafts = sqlMigration('referDrafts1798300000001', 'ALTER TABLE draft_act ADD COLUMN referred_to jsonb;');
