import { sqlMigration } from '@wenzheng/platform';

export const createDirectory = sqlMigration(
  'createDirectory1802200000001',
  `CREATE TABLE directory_entry (entry_id uuid PRIMARY KEY, unit_code text NOT NULL, sequence integer NOT NULL, state jsonb NOT NULL);
   CREATE INDEX directory_entry_unit ON directory_entry (unit_code);`,
);
