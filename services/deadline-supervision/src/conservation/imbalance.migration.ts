import { sqlMigration } from '@wenzheng/platform';

export const createImbalance = sqlMigration(
  'CreateImbalance1764300000002',
  'ALTER TABLE comparison ADD COLUMN broken boolean NOT NULL DEFAULT false, ADD COLUMN said integer NOT NULL DEFAULT 0',
);
