import { sqlMigration } from '@wenzheng/platform';

export const createForumPlan = sqlMigration(
  'CreateForumPlan1801000000001',
  `
  CREATE TABLE forum_phase (
    phase integer NOT NULL,
    planned_at timestamptz NOT NULL,
    planned_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT forum_phase_pkey PRIMARY KEY (phase)
  );
  CREATE TABLE forum_slot (
    phase integer NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    month text NOT NULL,
    session_id uuid,
    CONSTRAINT forum_slot_pkey PRIMARY KEY (phase, unit_code)
  );
  CREATE INDEX forum_slot_session ON forum_slot (session_id) WHERE session_id IS NOT NULL;
  CREATE TABLE forum_plan_change (
    change_id uuid NOT NULL,
    phase integer NOT NULL,
    change text NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    from_month text,
    to_month text,
    reason text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    CONSTRAINT forum_plan_change_pkey PRIMARY KEY (change_id),
    CONSTRAINT forum_plan_change_known CHECK (change IN ('added', 'moved', 'removed', 'postponed', 'cancelled'))
  );
  CREATE INDEX forum_plan_change_phase ON forum_plan_change (phase, change_id);
`,
);

export const createForums = sqlMigration(
  'CreateForums1801200000001',
  `
  CREATE TABLE forum (
    session_id uuid NOT NULL,
    phase integer NOT NULL,
    place text NOT NULL,
    seats integer NOT NULL,
    groups jsonb NOT NULL,
    sign_up_from timestamptz NOT NULL,
    sign_up_until timestamptz NOT NULL,
    commitment text NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    seed text,
    drawn_at timestamptz,
    drawn_by text,
    invited integer,
    attended integer,
    summary text,
    minutes_at timestamptz,
    minutes_by text,
    announced_at timestamptz NOT NULL,
    announced_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT forum_pkey PRIMARY KEY (session_id),
    CONSTRAINT forum_drawn_whole CHECK ((seed IS NULL) = (drawn_at IS NULL)),
    CONSTRAINT forum_minuted_whole CHECK (minutes_at IS NULL OR (drawn_at IS NOT NULL AND summary IS NOT NULL AND attended <= invited))
  );
  CREATE TABLE forum_sign_up (
    session_id uuid NOT NULL,
    code text NOT NULL,
    group_name text NOT NULL,
    person_hash bytea,
    browser_hash bytea,
    algorithm text,
    key_id text,
    nonce bytea,
    ciphertext bytea,
    signed_up_at timestamptz NOT NULL,
    rank integer,
    lot text,
    CONSTRAINT forum_sign_up_pkey PRIMARY KEY (session_id, code),
    CONSTRAINT forum_sign_up_person UNIQUE (session_id, person_hash),
    CONSTRAINT forum_sign_up_lot_known CHECK (lot IN ('selected', 'waiting'))
  );
  CREATE TABLE forum_point (
    point_id uuid NOT NULL,
    session_id uuid NOT NULL,
    ordinal integer NOT NULL,
    topic text NOT NULL,
    opinion text NOT NULL,
    answer text,
    message_id uuid,
    message_number text,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT forum_point_pkey PRIMARY KEY (point_id),
    CONSTRAINT forum_point_ordinal UNIQUE (session_id, ordinal),
    CONSTRAINT forum_point_settled CHECK ((answer IS NULL) <> (message_id IS NULL) AND (message_id IS NULL) = (message_number IS NULL))
  );
`,
);

export const addForumWithdrawals = sqlMigration('AddForumWithdrawals1801300000001', 'ALTER TABLE forum_sign_up ADD COLUMN withdrawn_at timestamptz');
