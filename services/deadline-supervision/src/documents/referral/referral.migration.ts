import { sqlMigration } from '@wenzheng/platform';

export const createReferrals = sqlMigration(
  'CreateReferrals1764600000011',
  `
  CREATE TABLE referral (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    origin text NOT NULL,
    gathering boolean NOT NULL,
    title text NOT NULL,
    unit_code text,
    unit_name text,
    message_ids uuid[] NOT NULL,
    delay text,
    impact text,
    proposal text,
    copies text[] NOT NULL,
    number text,
    signatory text,
    signed_at timestamptz,
    dossiers jsonb,
    drafted_at timestamptz NOT NULL,
    ended_at timestamptz
  );
  CREATE UNIQUE INDEX referral_number ON referral (number);
  CREATE UNIQUE INDEX referral_gathering ON referral (unit_code) WHERE gathering;
  CREATE INDEX referral_drafted ON referral (drafted_at, id);
  CREATE INDEX referral_messages ON referral USING gin (message_ids);
  `,
);
