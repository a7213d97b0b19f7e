import { sqlMigration } from '@wenzheng/platform';

/** A version is one channel's. What ships is written again at the start. */
export const createChannelPolicies = sqlMigration(
  'CreateChannelPolicies1764300000002',
  `
  DROP TABLE policy;
  CREATE TABLE policy (
    channel text NOT NULL,
    version text NOT NULL,
    ordinal integer NOT NULL,
    effective_from date NOT NULL,
    reason text,
    rules jsonb NOT NULL,
    PRIMARY KEY (channel, version)
  );

  CREATE TABLE policy_move (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    version text NOT NULL,
    registered_until timestamptz NOT NULL,
    clocks integer NOT NULL,
    moved integer NOT NULL,
    confirmed_at timestamptz NOT NULL,
    finished_at timestamptz
  );
  CREATE INDEX policy_move_unfinished ON policy_move (confirmed_at) WHERE finished_at IS NULL;
  `,
);
