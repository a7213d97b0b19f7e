import { sqlMigration } from '@wenzheng/platform';

export const keepMerges = sqlMigration(
  'keepMerges1797600000001',
  `ALTER TABLE message ADD COLUMN merged_into uuid;
   CREATE INDEX message_merged_into ON message (merged_into) WHERE merged_into IS NOT NULL;
   ALTER TABLE reply ADD COLUMN shared_with uuid;`,
);
