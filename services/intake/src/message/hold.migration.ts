import { sqlMigration } from '@wenzheng/platform';

/** 待甄别. The view is what is registered: what the ledger counts, and others are told of. */
export const createHolds = sqlMigration(
  'CreateHolds1800500000001',
  `
  ALTER TABLE message ADD COLUMN hold text;
  ALTER TABLE message ADD CONSTRAINT message_hold_known CHECK (hold IS NULL OR hold IN ('held', 'set-aside'));
  CREATE INDEX message_hold ON message (channel, registered_on) WHERE hold IS NOT NULL;
  CREATE TABLE hold (
    message_id uuid NOT NULL,
    reasons text[] NOT NULL,
    held_at timestamptz NOT NULL,
    receipt boolean NOT NULL DEFAULT false,
    outcome text,
    ground text,
    reason text,
    guidance text,
    decided_at timestamptz,
    decided_by text,
    CONSTRAINT hold_pkey PRIMARY KEY (message_id),
    CONSTRAINT hold_outcome_known CHECK (outcome IS NULL OR outcome IN ('released', 'ruled-invalid', 'set-aside')),
    CONSTRAINT hold_ground_known CHECK (ground IS NULL OR ground IN ('unlawful-content', 'no-substance', 'advertising', 'outside-remit', 'in-court-or-arbitration', 'other-procedure', 'private-dispute', 'petition-closed', 'repeats-open-message', 'other'))
  );
  CREATE INDEX hold_open ON hold (held_at, message_id) WHERE outcome IS NULL;
  CREATE VIEW registered_message AS SELECT message_id, channel, registered_on, ending FROM message WHERE hold IS NULL;
`,
);
