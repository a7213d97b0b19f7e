import { sqlMigration } from '@wenzheng/platform';

export const overlapWebhookSecrets = sqlMigration(
  'OverlapWebhookSecrets1800100000002',
  `
  ALTER TABLE webhook ADD COLUMN secret_made_at timestamptz, ADD COLUMN previous_algorithm text, ADD COLUMN previous_key_id text, ADD COLUMN previous_nonce bytea, ADD COLUMN previous_ciphertext bytea,
    ADD COLUMN previous_ends_at timestamptz;
  ALTER TABLE delivery ADD COLUMN repeats boolean NOT NULL DEFAULT false;
`,
);
