import { sqlMigration } from '@wenzheng/platform';

export const createWithdrawals = sqlMigration(
  'createWithdrawals1796100000001',
  `CREATE TABLE withdrawal (message_id uuid PRIMARY KEY, withdrawn_at timestamptz NOT NULL, reason text);`,
);
