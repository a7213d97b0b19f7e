import { sqlMigration } from '@wenzheng/platform';

/** Limit: where units' numbers stand in what was published before is not known. */
export const createStandingNumbers = sqlMigration(
  'createStandingNumbers1765100000000',
  'CREATE TABLE standing_number (number text NOT NULL, message_id uuid NOT NULL, PRIMARY KEY (number, message_id))',
);
