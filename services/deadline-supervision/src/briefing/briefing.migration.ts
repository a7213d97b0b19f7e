import { sqlMigration } from '@wenzheng/platform';

export const createBriefings = sqlMigration(
  'CreateBriefings1797300000001',
  `
  CREATE TABLE briefing (
    month text NOT NULL,
    channel text NOT NULL,
    unit_code text NOT NULL,
    state text NOT NULL CONSTRAINT briefing_state_check CHECK (state IN ('submitted', 'received', 'returned')),
    summary text NOT NULL,
    figures jsonb NOT NULL,
    themes jsonb NOT NULL,
    submitted_at timestamptz NOT NULL,
    submitted_by text NOT NULL,
    decided_at timestamptz,
    reason text,
    PRIMARY KEY (month, channel, unit_code)
  );
  `,
);
