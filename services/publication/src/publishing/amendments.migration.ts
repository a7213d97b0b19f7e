import { sqlMigration } from '@wenzheng/platform';

export const addAmendments = sqlMigration('addAmendments1796100000001', 'ALTER TABLE reply ADD COLUMN corrects uuid, ADD COLUMN supplements uuid;');
