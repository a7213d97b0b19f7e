import { sqlMigration } from '@wenzheng/platform';

export const createIdentityRequests = sqlMigration(
  'CreateIdentityRequests1797700000020',
  `
  CREATE TABLE identity_request (
    request_id uuid NOT NULL,
    message_id uuid NOT NULL,
    requester text NOT NULL,
    unit_code text,
    unit_name text,
    purpose text NOT NULL,
    requested_at timestamptz NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    until timestamptz,
    CONSTRAINT identity_request_pkey PRIMARY KEY (request_id)
  );
  CREATE INDEX identity_request_message ON identity_request (message_id);
  ALTER TABLE vault_read ADD COLUMN request_id uuid;
`,
);
