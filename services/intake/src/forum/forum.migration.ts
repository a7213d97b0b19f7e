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
