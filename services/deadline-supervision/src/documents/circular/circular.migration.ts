import { sqlMigration } from '@wenzheng/platform';

export const createCirculars = sqlMigration(
  'CreateCirculars1764600000012',
  `
  CREATE TABLE circular (
    id uuid PRIMARY KEY,
    state text NOT NULL,
    "from" date NOT NULL,
    "to" date NOT NULL,
    title text NOT NULL,
    analysis text NOT NULL,
    requirement text,
    addressees text[] NOT NULL,
    copies text[] NOT NULL,
    number text,
    signatory text,
    signed_at timestamptz,
    issued_at timestamptz,
    figures jsonb,
    hot_topics jsonb,
    drafted_at timestamptz NOT NULL
  );
  CREATE UNIQUE INDEX circular_number ON circular (number);
  CREATE UNIQUE INDEX circular_period ON circular ("from", "to") WHERE state <> 'cancelled';
  CREATE INDEX circular_drafted ON circular (drafted_at, id);
  `,
);
