import { sqlMigration } from '@wenzheng/platform';

export const createDocuments = sqlMigration(
  'CreateDocuments1764600000001',
  `
  CREATE TABLE document_series (
    series text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (series, year)
  );
  CREATE TABLE document_act (
    document_id uuid NOT NULL,
    ordinal integer NOT NULL,
    act text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (document_id, ordinal)
  );
  `,
);

export const rememberBeginnings = sqlMigration(
  'RememberBeginnings1764900000001',
  `
  CREATE TABLE document_begun (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    document_id uuid NOT NULL,
    begun_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
  );
  `,
);

export const createUrgingOrders = sqlMigration(
  'CreateUrgingOrders1764600000002',
  `
  CREATE TABLE urging_order (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    objection text,
    origin text NOT NULL,
    origin_id uuid,
    gathering boolean NOT NULL,
    title text NOT NULL,
    unit_code text,
    unit_name text,
    co_units jsonb NOT NULL,
    message_ids uuid[] NOT NULL,
    basis text NOT NULL,
    instruction text,
    requirement text NOT NULL,
    answer_by date,
    contact text,
    copies text[] NOT NULL,
    number text,
    signatory text,
    signed_at timestamptz,
    items jsonb,
    drafted_at timestamptz NOT NULL,
    serve_at timestamptz,
    served_at timestamptz,
    acknowledged_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    climbed text[] NOT NULL,
    next_climb_at timestamptz,
    calendar_version text
  );
  CREATE UNIQUE INDEX urging_order_number ON urging_order (number);
  CREATE UNIQUE INDEX urging_order_gathering ON urging_order (unit_code) WHERE gathering;
  CREATE INDEX urging_order_drafted ON urging_order (drafted_at, id);
  CREATE INDEX urging_order_messages ON urging_order USING gin (message_ids);
  CREATE INDEX urging_order_climbing ON urging_order (next_climb_at) WHERE next_climb_at IS NOT NULL;
  CREATE INDEX urging_order_serving ON urging_order (serve_at) WHERE serve_at IS NOT NULL;

  -- An order that nobody acknowledges or answers raises escalations of its own, beside those of the clock.
  ALTER TABLE escalation ADD COLUMN urging_order_id uuid;
  DROP INDEX escalation_standing;
  CREATE UNIQUE INDEX escalation_standing ON escalation (message_id, level) WHERE withdrawn_at IS NULL AND urging_order_id IS NULL;
  CREATE UNIQUE INDEX escalation_of_order ON escalation (urging_order_id, message_id, level) WHERE urging_order_id IS NOT NULL;
  `,
);

/** Not orders alone: any document that nobody sees to raises escalations of its own, beside those of the clock. */
export const nameCauses = sqlMigration(
  'NameCauses1764600000010',
  `
  ALTER TABLE escalation ADD COLUMN cause_kind text, ADD COLUMN cause_id uuid;
  UPDATE escalation SET cause_kind = 'urging-order', cause_id = urging_order_id WHERE urging_order_id IS NOT NULL;
  DROP INDEX escalation_standing;
  DROP INDEX escalation_of_order;
  ALTER TABLE escalation DROP COLUMN urging_order_id;
  CREATE UNIQUE INDEX escalation_standing ON escalation (message_id, level) WHERE withdrawn_at IS NULL AND cause_id IS NULL;
  CREATE UNIQUE INDEX escalation_caused ON escalation (cause_id, message_id, level) WHERE cause_id IS NOT NULL;
  `,
);

export const createReferrals = sqlMigration(
  'CreateReferrals1764600000011',
  `
  CREATE TABLE referral (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    origin text NOT NULL,
    gathering boolean NOT NULL,
    title text NOT NULL,
    unit_code text,
    unit_name text,
    message_ids uuid[] NOT NULL,
    delay text,
    impact text,
    proposal text,
    copies text[] NOT NULL,
    number text,
    signatory text,
    signed_at timestamptz,
    dossiers jsonb,
    drafted_at timestamptz NOT NULL,
    ended_at timestamptz
  );
  CREATE UNIQUE INDEX referral_number ON referral (number);
  CREATE UNIQUE INDEX referral_gathering ON referral (unit_code) WHERE gathering;
  CREATE INDEX referral_drafted ON referral (drafted_at, id);
  CREATE INDEX referral_messages ON referral USING gin (message_ids);
  `,
);

export const createCirculars = sqlMigration(
  'CreateCirculars1764600000012',
  `
  CREATE TABLE circular (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    "from" date NOT NULL,
    "to" date NOT NULL,
    title text NOT NULL,
    analysis text NOT NULL,
    requirement text,
    addressees text[] NOT NULL,
    copies text[] NOT NULL,
    number text,
    signatory text,
    signed_at timestamptz,
    issued_at timestamptz,
    figures jsonb,
    hot_topics jsonb,
    drafted_at timestamptz NOT NULL
  );
  CREATE UNIQUE INDEX circular_number ON circular (number);
  CREATE UNIQUE INDEX circular_period ON circular ("from", "to") WHERE state <> 'cancelled';
  CREATE INDEX circular_drafted ON circular (drafted_at, id);
  `,
);

export const createMajorMatters = sqlMigration(
  'CreateMajorMatters1764600000013',
  `
  CREATE TABLE major_matter (
    id uuid PRIMARY KEY,
    message_id uuid NOT NULL,
    message_number text NOT NULL,
    state text NOT NULL,
    unit_code text,
    unit_name text,
    reason text NOT NULL,
    flagged_at timestamptz NOT NULL,
    due_on date,
    number text,
    signatory text,
    report text,
    reported_at timestamptz,
    received_at timestamptz,
    lapsed_at timestamptz,
    look_at timestamptz,
    calendar_version text NOT NULL
  );
  CREATE UNIQUE INDEX major_matter_standing ON major_matter (message_id) WHERE state <> 'withdrawn';
  CREATE UNIQUE INDEX major_matter_number ON major_matter (number);
  CREATE INDEX major_matter_flagged ON major_matter (flagged_at, id);
  CREATE INDEX major_matter_lapsing ON major_matter (look_at) WHERE look_at IS NOT NULL;
  `,
);
