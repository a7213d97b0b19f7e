import { sqlMigration } from '@wenzheng/platform';

export const readCommentsBack = sqlMigration(
  'ReadCommentsBack1801200000002',
  `ALTER TABLE microblog_comment ADD COLUMN read_at timestamptz, ADD COLUMN missing_since timestamptz, ADD COLUMN gone_at timestamptz;`,
);
