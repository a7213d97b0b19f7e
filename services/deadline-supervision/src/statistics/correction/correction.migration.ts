import { sqlMigration } from '@wenzheng/platform';

export const createCorrections = sqlMigration(
  'CreateCorrections1803600000000',
  `CREATE TABLE statistics_correction (
     correction_id uuid PRIMARY KEY,
     period text NOT NULL,
     reason text NOT NULL,
     asked_at timestamptz NOT NULL,
     by text NOT NULL,
     evidence uuid[] NOT NULL,
     counted_at timestamptz,
     number integer,
     figures jsonb,
     digest text,
     CONSTRAINT statistics_correction_number UNIQUE (period, number)
   );
   CREATE UNIQUE INDEX statistics_correction_pending ON statistics_correction (period) WHERE counted_at IS NULL;`,
);
