import { sqlMigration } from '@wenzheng/platform';

export const createWebhooks = sqlMigration(
  'CreateWebhooks1764600000003',
  `
  CREATE TABLE webhook_endpoint (
    id uuid PRIMARY KEY,
    office text NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    state text NOT NULL,
    position bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    delivered_at timestamptz,
    lease uuid,
    leased_until timestamptz
  );
  CREATE UNIQUE INDEX webhook_endpoint_url ON webhook_endpoint (office, url);
  CREATE TABLE webhook_key (
    endpoint_id uuid NOT NULL,
    public_key text NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (endpoint_id, public_key)
  );
  CREATE TABLE webhook_delivery (
    endpoint_id uuid NOT NULL,
    position bigint NOT NULL,
    escalation_id uuid NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    first_attempt_at timestamptz NOT NULL,
    last_attempt_at timestamptz NOT NULL,
    next_attempt_at timestamptz,
    holding boolean NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (endpoint_id, position)
  );
  -- An office that sees few of the list finds its own.
  CREATE INDEX escalation_addressed ON escalation ("to", position);
  `,
);
