import { sqlMigration } from '@wenzheng/platform';

export const addDayZero = sqlMigration('addDayZero1764600100000', 'ALTER TABLE message ADD COLUMN day_zero date');
