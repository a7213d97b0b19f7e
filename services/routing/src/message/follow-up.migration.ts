import { sqlMigration } from '@wenzheng/platform';

export const addFollowUps = sqlMigration('addFollowUps1797400000001', 'ALTER TABLE message ADD COLUMN follow_up_to uuid;');
