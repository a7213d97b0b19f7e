import { sqlMigration } from '@wenzheng/platform';

export const createIdentityRequests = sqlMigration(
  'createIdentityRequests1797700000020',
  `
CREATE TABLE identity_request (
  request_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  requester text NOT NULL,
  requester_name text NOT NULL,
  unit_code text,
  unit_name text,
  purpose text NOT NULL,
  requested_at timestamptz NOT NULL,
  due_at timestamptz,
  alarmed_at timestamptz,
  decision text,
  reason text,
  decided_at timestamptz,
  decided_by text,
  decided_by_office text,
  until timestamptz
);
CREATE INDEX identity_request_message ON identity_request (message_id);
CREATE INDEX identity_request_due ON identity_request ((coalesce(due_at, 'infinity'::timestamptz)), request_id);
CREATE UNIQUE INDEX identity_request_open ON identity_request (message_id, requester) WHERE decision IS NULL;
`,
);

/** What was asked or granted ends with the post, with the unit's having the message, and with the message. */
export const endIdentityGrants = sqlMigration(
  'endIdentityGrants1798200000000',
  `
ALTER TABLE identity_request ADD COLUMN ended_at timestamptz, ADD COLUMN ended_because text;
DROP INDEX identity_request_open;
CREATE UNIQUE INDEX identity_request_open ON identity_request (message_id, requester) WHERE decision IS NULL AND ended_at IS NULL;
`,
);
