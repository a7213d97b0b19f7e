import { sqlMigration } from '@wenzheng/platform';

export const createChannelKeys = sqlMigration(
  'CreateChannelKeys1799000000001',
  `
  CREATE TABLE channel_key (
    key_id uuid NOT NULL,
    channel text NOT NULL,
    hash bytea NOT NULL,
    origin text NOT NULL,
    label text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text,
    last_used_at timestamptz,
    ends_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT channel_key_pkey PRIMARY KEY (key_id),
    CONSTRAINT channel_key_hash UNIQUE (channel, hash),
    CONSTRAINT channel_key_channel_known CHECK (channel IN ('portal', 'board', 'interview', 'mailbox', 'forum', 'microblog')),
    CONSTRAINT channel_key_origin_known CHECK (origin IN ('configured', 'made'))
  );
`,
);
