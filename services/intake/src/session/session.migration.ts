import { sqlMigration } from '@wenzheng/platform';

export const createSessions = sqlMigration(
  'CreateSessions1764500000001',
  `
  CREATE TABLE live_session (
    session_id uuid NOT NULL,
    number text NOT NULL,
    channel text NOT NULL,
    title text NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    first_starts_at timestamptz NOT NULL,
    first_ends_at timestamptz NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    state text NOT NULL,
    scheduled_at timestamptz NOT NULL,
    scheduled_by text NOT NULL,
    postponed_at timestamptz,
    postponed_by text,
    postponement_reason text,
    cancelled_at timestamptz,
    cancelled_by text,
    cancellation_reason text,
    version integer NOT NULL,
    CONSTRAINT live_session_pkey PRIMARY KEY (session_id),
    CONSTRAINT live_session_number_unique UNIQUE (number),
    CONSTRAINT live_session_channel_known CHECK (channel IN ('interview', 'forum')),
    CONSTRAINT live_session_state_known CHECK (state IN ('scheduled', 'postponed', 'cancelled'))
  );
`,
);
