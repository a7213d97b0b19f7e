import { sqlMigration } from '@wenzheng/platform';

export const createUnits = sqlMigration(
  'CreateUnits1796000000004',
  `CREATE TABLE unit (code text NOT NULL, name text NOT NULL, removed boolean NOT NULL, sequence integer NOT NULL, CONSTRAINT unit_pkey PRIMARY KEY (code));`,
);

/** Of units that were told of before, nothing is known until the registry tells of them again. */
export const addUnitPhones = sqlMigration('AddUnitPhones1797400000001', `ALTER TABLE unit ADD COLUMN phones text[] NOT NULL DEFAULT '{}';`);

export const addUnitOtherNames = sqlMigration('AddUnitOtherNames1798900000001', `ALTER TABLE unit ADD COLUMN other_names text[] NOT NULL DEFAULT '{}';`);
