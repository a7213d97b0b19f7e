import { sqlMigration } from '@wenzheng/platform';

export const createDirectory = sqlMigration(
  'CreateDirectory1802200000001',
  `
  CREATE TABLE directory_entry (
    entry_id uuid NOT NULL,
    kind text NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    unit_code text NOT NULL,
    holder_name text,
    holder_post text,
    clerk text,
    note text,
    opened_on date NOT NULL,
    closed_on date,
    closing_reason text,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT directory_entry_pkey PRIMARY KEY (entry_id),
    CONSTRAINT directory_entry_kind_known CHECK (kind IN ('mailbox', 'microblog', 'integration'))
  );
  CREATE UNIQUE INDEX directory_entry_open ON directory_entry (kind, address) WHERE closed_on IS NULL;
`,
);
