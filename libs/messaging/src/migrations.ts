import { auditMigrations, createPartitionMaker, sqlMigration, type MigrationClass } from '@wenzheng/platform';
import { createOutboxDropper, createOutboxProgress } from './outbox/outbox.migration.js';
import { ledgerMigrations } from './ledger/ledger.migration.js';

const createMessaging = sqlMigration(
  'CreateMessaging1700000000001',
  `
  CREATE SEQUENCE outbox_position;

  -- What is to be published, and, for some days, what was. 'envelope' holds the exact bytes.
  CREATE TABLE outbox (
    position bigint NOT NULL DEFAULT nextval('outbox_position'),
    created_on date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
    created_at timestamptz NOT NULL DEFAULT now(),
    event_id uuid NOT NULL,
    subject text NOT NULL,
    envelope text NOT NULL,
    bytes integer GENERATED ALWAYS AS (octet_length(envelope)) STORED,
    relayed_at timestamptz,
    parked_reason text,
    PRIMARY KEY (position, created_on)
  ) PARTITION BY RANGE (created_on);
  ALTER SEQUENCE outbox_position OWNED BY outbox.position;
  CREATE INDEX outbox_unrelayed ON outbox (position) WHERE relayed_at IS NULL AND parked_reason IS NULL;
  -- Takes what comes before its day has a partition, so that no insert ever fails for want of one.
  CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;

  CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('outbox_' || TG_TABLE_SCHEMA, '');
    RETURN NULL;
  END $$;
  CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();

  -- Ids of events whose effect has happened, or that were set aside as dead letters. Not partitioned: ids must be unique.
  CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    handled_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX inbox_handled_at ON inbox USING brin (handled_at);

  CREATE TABLE dead_letter (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    event_key text NOT NULL UNIQUE,
    event_id uuid,
    stream text NOT NULL,
    subject text NOT NULL,
    payload text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invalid', 'unhandled', 'rejected', 'failed')),
    reason text NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 1,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replayed', 'ignored')),
    settled_reason text
  );
  CREATE INDEX dead_letter_state ON dead_letter (state, position);
`,
);

/** Up to which position events were published again: they are no measure of how far the bus is behind. */
const createRepublication = sqlMigration(
  'createOutboxRepublication1764200000001',
  `CREATE TABLE outbox_republication (single boolean PRIMARY KEY DEFAULT true CHECK (single), up_to bigint NOT NULL DEFAULT 0);
   INSERT INTO outbox_republication DEFAULT VALUES;`,
);

/** Null is the service's own: what a replica of the release before writes is of no other. */
const addSubscriberGroup = sqlMigration('AddSubscriberGroup1796000000001', 'ALTER TABLE dead_letter ADD COLUMN subscriber_group text');

/** Tables `outbox`, `inbox` and `dead_letter`, and those of the audit, in the schema of the service's search path. Put them before its own migrations. */
export const messagingMigrations: MigrationClass[] = [createMessaging, ...ledgerMigrations, createRepublication, addSubscriberGroup, createOutboxProgress, createPartitionMaker, createOutboxDropper, ...auditMigrations];
