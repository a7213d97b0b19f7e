import { sqlMigration } from '@wenzheng/platform';

export const keepRenewals = sqlMigration('keepRenewals1797600000011', 'ALTER TABLE reply ADD COLUMN renews uuid;');
