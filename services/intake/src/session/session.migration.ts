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

export const holdSessions = sqlMigration(
  'HoldSessions1801100000001',
  `
  ALTER TABLE live_session
    ADD COLUMN principal_name text,
    ADD COLUMN principal_post text,
    ADD COLUMN short_notice_reason text,
    ADD COLUMN coached_at timestamptz,
    ADD COLUMN opened_at timestamptz,
    ADD COLUMN opened_by text,
    ADD COLUMN uncoached_reason text,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closed_by text,
    ADD COLUMN attended_name text,
    ADD COLUMN attended_post text,
    ADD COLUMN absence_reason text,
    ADD COLUMN summary text,
    DROP CONSTRAINT live_session_state_known,
    ADD CONSTRAINT live_session_state_known CHECK (state IN ('scheduled', 'postponed', 'open', 'held', 'held-without-principal', 'cancelled')),
    ADD CONSTRAINT live_session_opened_coached CHECK (opened_at IS NULL OR coached_at IS NOT NULL OR uncoached_reason IS NOT NULL),
    ADD CONSTRAINT live_session_coached_before CHECK (coached_at < starts_at),
    ADD CONSTRAINT live_session_closed_attended CHECK (closed_at IS NULL OR (opened_at IS NOT NULL AND attended_name IS NOT NULL AND state IN ('held', 'held-without-principal')));
  CREATE TABLE coaching (
    coaching_id uuid NOT NULL,
    session_id uuid NOT NULL,
    held_at timestamptz NOT NULL,
    note text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT coaching_pkey PRIMARY KEY (coaching_id)
  );
  CREATE INDEX coaching_session ON coaching (session_id);
`,
);
