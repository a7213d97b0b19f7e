import { sqlMigration } from '@wenzheng/platform';

export const createSessions = sqlMigration(
  'createSessions1780113600000',
  `CREATE TABLE session (
     id_hash bytea PRIMARY KEY,
     subject text NOT NULL,
     person jsonb NOT NULL,
     provider_session text,
     tokens_algorithm text NOT NULL,
     tokens_key_id text NOT NULL,
     tokens_nonce bytea NOT NULL,
     tokens_ciphertext bytea NOT NULL,
     token_expires_at timestamptz NOT NULL,
     renewing_until timestamptz,
     seen_at timestamptz NOT NULL,
     ends_at timestamptz NOT NULL
   );
   CREATE INDEX session_subject ON session (subject);
   CREATE INDEX session_provider_session ON session (provider_session);
   CREATE INDEX session_seen_at ON session (seen_at);
   CREATE INDEX session_ends_at ON session (ends_at);`,
);
