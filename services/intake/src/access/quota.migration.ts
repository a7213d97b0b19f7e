import { sqlMigration } from '@wenzheng/platform';

export const giveQuotas = sqlMigration(
  'GiveQuotas1800100000003',
  `
  ALTER TABLE channel_key ADD COLUMN per_second integer, ADD COLUMN per_day integer;
  CREATE TABLE channel_key_use (
    key_id uuid NOT NULL,
    day date NOT NULL,
    messages integer NOT NULL,
    CONSTRAINT channel_key_use_pkey PRIMARY KEY (key_id, day)
  );
`,
);
