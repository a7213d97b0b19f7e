import { sqlMigration } from '@wenzheng/platform';

export const createUnits = sqlMigration(
  'CreateUnits1796000000004',
  `CREATE TABLE unit (code text NOT NULL, name text NOT NULL, removed boolean NOT NULL, sequence integer NOT NULL, CONSTRAINT unit_pkey PRIMARY KEY (code));`,
);
