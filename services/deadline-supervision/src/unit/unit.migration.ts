import { sqlMigration } from '@wenzheng/platform';

export const keepWebAdmins = sqlMigration('KeepWebAdmins1796000000006', 'ALTER TABLE unit ADD COLUMN web_admins text[];');
