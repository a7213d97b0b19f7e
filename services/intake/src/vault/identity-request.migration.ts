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

/** What holds no longer before its time; it may be heard of before the grant is. */
export const endIdentityGrants = sqlMigration(
  'EndIdentityGrants1798200000001',
  `
  CREATE TABLE identity_grant_end (
    request_id uuid NOT NULL,
    ended_at timestamptz NOT NULL,
    CONSTRAINT identity_grant_end_pkey PRIMARY KEY (request_id)
  );
`,
);
