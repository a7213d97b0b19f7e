import { sqlMigration } from '@wenzheng/platform';

/** People remember the end of a number. */
export const findNumbersByTheirEnd = sqlMigration(
  'findNumbersByTheirEnd1802300000101',
  'CREATE INDEX message_number_end ON message (reverse(message_number) text_pattern_ops) WHERE channel IS NOT NULL',
);
