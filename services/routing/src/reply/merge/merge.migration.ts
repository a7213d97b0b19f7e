import { sqlMigration } from '@wenzheng/platform';

export const createMerges = sqlMigration(
  'createMerges1797600000000',
  `
CREATE TABLE merge (
  merge_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  into_message_id uuid NOT NULL,
  reason text NOT NULL,
  merged_at timestamptz NOT NULL,
  merged_by text NOT NULL,
  unmerged_at timestamptz,
  unmerge_reason text,
  unmerged_by text
);
CREATE INDEX merge_message ON merge (message_id);
CREATE UNIQUE INDEX merge_standing ON merge (message_id) WHERE unmerged_at IS NULL;
CREATE INDEX merge_into ON merge (into_message_id);
ALTER TABLE reply ADD COLUMN shared_from uuid;
CREATE INDEX reply_shared_from ON reply (shared_from) WHERE shared_from IS NOT NULL;
`,
);
