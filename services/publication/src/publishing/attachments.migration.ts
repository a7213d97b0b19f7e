import { sqlMigration } from '@wenzheng/platform';

export const keepAttachments = sqlMigration('keepAttachments1802100000001', 'ALTER TABLE reply ADD COLUMN attachments jsonb;');
