import { sqlMigration } from '@wenzheng/platform';

export const createDraftAttachments = sqlMigration(
  'createDraftAttachments1802100000001',
  `
CREATE TABLE draft_attachment (
  attachment_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  message_id uuid NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  reason text,
  media_type text,
  size integer,
  sha256 text,
  declared_by text NOT NULL,
  declared_at timestamptz NOT NULL,
  settled_at timestamptz,
  CONSTRAINT draft_attachment_pkey PRIMARY KEY (attachment_id),
  CONSTRAINT draft_attachment_state_known CHECK (state IN ('awaited', 'stored', 'refused', 'removed'))
);
CREATE INDEX draft_attachment_draft ON draft_attachment (draft_id);
ALTER TABLE reply ADD COLUMN attachments jsonb;
`,
);
