import { sqlMigration } from '@wenzheng/platform';

export const createNotifications = sqlMigration(
  'createNotifications1797300000001',
  `
CREATE TABLE contact (
  subject text PRIMARY KEY,
  email text,
  phone text,
  wecom text,
  dingtalk text
);
CREATE TABLE notification (
  notification_id uuid PRIMARY KEY,
  kind text NOT NULL,
  key text NOT NULL,
  subject text NOT NULL,
  unit_code text,
  message_id uuid,
  told_at timestamptz NOT NULL,
  send_after timestamptz NOT NULL,
  state text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  refused_by text[] NOT NULL DEFAULT '{}',
  batch_id uuid,
  channel text,
  sent_at timestamptz,
  delivery_id text,
  reason text,
  alarmed_at timestamptz
);
CREATE UNIQUE INDEX notification_once ON notification (key, subject);
CREATE INDEX notification_waiting ON notification (send_after, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX notification_sent ON notification (subject, sent_at) WHERE state = 'sent';
CREATE INDEX notification_unreachable ON notification (notification_id) WHERE state = 'unreachable' AND alarmed_at IS NULL;
CREATE INDEX notification_log ON notification (told_at, notification_id);
`,
);

export const linkDrafts = sqlMigration('linkDrafts1798300000000', 'ALTER TABLE notification ADD COLUMN draft_id uuid;');
