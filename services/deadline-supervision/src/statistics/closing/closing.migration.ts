import { sqlMigration } from '@wenzheng/platform';

export const createClosing = sqlMigration(
  'CreateClosing1764300000003',
  `
  CREATE TABLE closed_period (
    period text PRIMARY KEY,
    number integer NOT NULL,
    cut_off timestamptz NOT NULL,
    calendar_version text NOT NULL,
    policy_versions text[] NOT NULL,
    figures jsonb NOT NULL,
    digest text NOT NULL,
    CONSTRAINT closed_period_number UNIQUE (number)
  );
  CREATE TABLE statistics_start (single boolean PRIMARY KEY, month text NOT NULL);
  ALTER TABLE clock_event ADD COLUMN after_closing integer NOT NULL DEFAULT 0, ADD COLUMN late boolean NOT NULL DEFAULT false;
  CREATE INDEX clock_event_late ON clock_event (after_closing) WHERE late;
  `,
);
