import { sqlMigration } from '@wenzheng/platform';

export const createLetters = sqlMigration(
  'CreateLetters1800000000001',
  `
  CREATE TABLE letter (
    letter_id uuid NOT NULL,
    mailbox text NOT NULL,
    raw_hash bytea NOT NULL,
    uid_validity text NOT NULL,
    uid bigint NOT NULL,
    readings integer NOT NULL DEFAULT 1,
    fetched_at timestamptz NOT NULL,
    header_id text,
    words_hash bytea,
    state text NOT NULL DEFAULT 'fetched',
    message_id uuid,
    author_hash text,
    receipt boolean NOT NULL DEFAULT false,
    sender_checks jsonb,
    algorithm text,
    key_id text,
    nonce bytea,
    ciphertext bytea,
    CONSTRAINT letter_pkey PRIMARY KEY (letter_id),
    CONSTRAINT letter_raw UNIQUE (mailbox, raw_hash),
    CONSTRAINT letter_state_known CHECK (state IN ('fetched', 'registered', 'copy', 'automatic', 'bounce'))
  );
  CREATE INDEX letter_header ON letter (mailbox, header_id);
  CREATE INDEX letter_message ON letter (message_id);
  CREATE INDEX letter_receipt ON letter (author_hash, fetched_at) WHERE receipt;
  CREATE INDEX letter_kept ON letter (fetched_at) WHERE ciphertext IS NOT NULL;
  CREATE INDEX delivery_mailed ON delivery (reference_id) WHERE connector = 'mail';
`,
);
