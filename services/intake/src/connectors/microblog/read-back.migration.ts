import { sqlMigration } from '@wenzheng/platform';

export const tellReadBacks = sqlMigration('TellReadBacks1803700000000', 'CREATE TABLE microblog_read_back (account text NOT NULL, version integer NOT NULL, CONSTRAINT microblog_read_back_pkey PRIMARY KEY (account));');

export const readCommentsBack = sqlMigration(
  'ReadCommentsBack1801200000002',
  `ALTER TABLE microblog_comment ADD COLUMN read_at timestamptz, ADD COLUMN missing_since timestamptz, ADD COLUMN gone_at timestamptz;`,
);
