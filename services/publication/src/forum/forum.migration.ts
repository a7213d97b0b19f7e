import { sqlMigration } from '@wenzheng/platform';

export const createForums = sqlMigration(
  'createForums1801000000000',
  `CREATE TABLE forum_phase (phase integer PRIMARY KEY, sequence integer NOT NULL, state jsonb NOT NULL);
   CREATE TABLE forum (session_id uuid PRIMARY KEY, number text NOT NULL, starts_at timestamptz NOT NULL, sequence integer NOT NULL, state jsonb NOT NULL);
   CREATE UNIQUE INDEX forum_number ON forum (number);`,
);
