import { sqlMigration } from '@wenzheng/platform';

export const addAmendments = sqlMigration('AddAmendments1796100000002', 'ALTER TABLE reply ADD COLUMN corrects uuid, ADD COLUMN supplements uuid;');
