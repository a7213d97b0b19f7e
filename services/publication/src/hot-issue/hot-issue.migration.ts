import { sqlMigration } from '@wenzheng/platform';

export const createHotIssues = sqlMigration(
  'createHotIssues1803100000004',
  'CREATE TABLE hot_issue (issue_id uuid PRIMARY KEY, sequence integer NOT NULL, state jsonb NOT NULL, message_ids uuid[] NOT NULL);',
);
