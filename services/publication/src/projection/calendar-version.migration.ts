import { sqlMigration } from '@wenzheng/platform';

export const addCalendarVersion = sqlMigration('addCalendarVersion1765600000002', 'ALTER TABLE message ADD COLUMN calendar_version text;');
