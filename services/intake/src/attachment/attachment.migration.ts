import { sqlMigration } from '@wenzheng/platform';

export const createAttachments = sqlMigration(
  'CreateAttachments1799900000001',
  `
  ALTER TABLE message ADD COLUMN attachments jsonb;
  CREATE TABLE attachment (
    attachment_id uuid NOT NULL,
    message_id uuid NOT NULL,
    state text NOT NULL,
    reason text,
    showing text NOT NULL DEFAULT 'held',
    name text NOT NULL,
    upload_sha256 bytea NOT NULL,
    file_key text,
    media_type text,
    size integer,
    sha256 bytea,
    received_at timestamptz NOT NULL,
    settled_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    CONSTRAINT attachment_pkey PRIMARY KEY (attachment_id),
    CONSTRAINT attachment_state_known CHECK (state IN ('received', 'scanning', 'stored', 'refused')),
    CONSTRAINT attachment_showing_known CHECK (showing IN ('held', 'released', 'hidden')),
    CONSTRAINT attachment_reason_known CHECK (reason IS NULL OR reason IN ('empty', 'type-not-accepted', 'image-unreadable', 'image-too-large', 'malware', 'not-examined'))
  );
  CREATE INDEX attachment_message ON attachment (message_id);
  CREATE INDEX attachment_due ON attachment (due_at) WHERE state IN ('received', 'scanning');
  CREATE TABLE attachment_file (
    key text NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT attachment_file_pkey PRIMARY KEY (key)
  );
  CREATE INDEX attachment_file_since ON attachment_file (since);
  CREATE TABLE message_handling (
    message_id uuid NOT NULL,
    unit_codes text[] NOT NULL,
    sequence integer NOT NULL,
    CONSTRAINT message_handling_pkey PRIMARY KEY (message_id)
  );
`,
);
