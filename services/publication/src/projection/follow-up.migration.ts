import { sqlMigration } from '@wenzheng/platform';

export const addFollowUps = sqlMigration(
  'addFollowUps1797400000002',
  'ALTER TABLE message ADD COLUMN follow_up_to uuid; CREATE INDEX message_follow_up_to ON message (follow_up_to) WHERE follow_up_to IS NOT NULL;',
);
