import { sqlMigration } from '@wenzheng/platform';

/** At which level a unit stands is not known of those that were told of before, until the registry tells of them again. */
export const createInterviewPlans = sqlMigration(
  'CreateInterviewPlans1801100000005',
  `
  ALTER TABLE unit ADD COLUMN level integer;
  CREATE TABLE interview_plan (
    year integer NOT NULL,
    version integer NOT NULL,
    entries jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT interview_plan_pkey PRIMARY KEY (year, version)
  );
`,
);
