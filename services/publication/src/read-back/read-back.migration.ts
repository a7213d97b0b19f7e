import { sqlMigration } from '@wenzheng/platform';

export const createReadBack = sqlMigration(
  'createReadBack1803300000000',
  `CREATE TABLE read_back (begun_at timestamptz PRIMARY KEY, settled_at timestamptz, failure text, compared integer NOT NULL DEFAULT 0, differing text[] NOT NULL DEFAULT '{}');`,
);

export const keepReadComments = sqlMigration('keepReadComments1803700000000', 'CREATE TABLE read_comments (name text PRIMARY KEY, sequence integer NOT NULL, state jsonb NOT NULL);');
