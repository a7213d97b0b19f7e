import { sqlMigration } from '@wenzheng/platform';

export const countHeld = sqlMigration('CountHeld1800500000002', 'ALTER TABLE ledger_part ADD COLUMN held jsonb');
