import { sqlMigration } from '@wenzheng/platform';

export const createReplyAttachments = sqlMigration(
  'CreateReplyAttachments1802100000001',
  `
  CREATE TABLE reply_attachment (
    attachment_id uuid NOT NULL,
    message_id uuid NOT NULL,
    unit_code text,
    name text,
    declared_at timestamptz,
    removed_at timestamptz,
    CONSTRAINT reply_attachment_pkey PRIMARY KEY (attachment_id)
  );
  CREATE INDEX reply_attachment_message ON reply_attachment (message_id);
  ALTER TABLE attachment DROP CONSTRAINT attachment_reason_known,
    ADD CONSTRAINT attachment_reason_known CHECK (reason IS NULL OR reason IN ('empty', 'type-not-accepted', 'image-unreadable', 'image-too-large', 'malware', 'not-examined', 'removed'));
  ALTER TABLE reply ADD COLUMN attachments jsonb;
  CREATE INDEX reply_attachments ON reply USING gin (attachments jsonb_path_ops) WHERE attachments IS NOT NULL;
`,
);
