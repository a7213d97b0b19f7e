import { sqlMigration } from '@wenzheng/platform';

export const learnDecisions = sqlMigration(
  'learnDecisions1797400000002',
  `
CREATE TABLE confirmed_decision (
  message_id uuid PRIMARY KEY,
  unit_code text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  suggested text[] NOT NULL,
  model_version integer
);
CREATE INDEX confirmed_decision_time ON confirmed_decision (confirmed_at);
CREATE TABLE learned_model (
  version integer PRIMARY KEY,
  trained_at timestamptz NOT NULL,
  learned_until timestamptz NOT NULL,
  decisions integer NOT NULL,
  accuracy double precision NOT NULL,
  thresholds jsonb NOT NULL,
  model bytea
);
ALTER TABLE assignment ADD COLUMN model_version integer;
`,
);
