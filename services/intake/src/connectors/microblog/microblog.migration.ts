import { sqlMigration } from '@wenzheng/platform';

export const createMicroblog = sqlMigration(
  'CreateMicroblog1799900000002',
  `
  CREATE TABLE microblog_post (
    kind text NOT NULL,
    post_id text NOT NULL,
    status_id text NOT NULL,
    account text NOT NULL,
    captured_at timestamptz NOT NULL,
    message_id uuid,
    gone_at timestamptz,
    CONSTRAINT microblog_post_pkey PRIMARY KEY (kind, post_id),
    CONSTRAINT microblog_post_kind_known CHECK (kind IN ('status', 'comment'))
  );
  CREATE UNIQUE INDEX microblog_post_message ON microblog_post (message_id) WHERE message_id IS NOT NULL;
  CREATE TABLE microblog_comment (
    notification_id text NOT NULL,
    message_id uuid NOT NULL,
    account text NOT NULL,
    text text NOT NULL,
    attempted_at timestamptz NOT NULL,
    comment_id text,
    CONSTRAINT microblog_comment_pkey PRIMARY KEY (notification_id)
  );
  CREATE TABLE microblog_budget (
    account text NOT NULL,
    kind text NOT NULL,
    until timestamptz NOT NULL,
    used integer NOT NULL,
    CONSTRAINT microblog_budget_pkey PRIMARY KEY (account, kind),
    CONSTRAINT microblog_budget_kind_known CHECK (kind IN ('calls', 'comments'))
  );
  CREATE TABLE held_post (
    kind text NOT NULL,
    post_id text NOT NULL,
    account text NOT NULL,
    reason text NOT NULL,
    text text NOT NULL,
    captured_at timestamptz NOT NULL,
    CONSTRAINT held_post_pkey PRIMARY KEY (kind, post_id),
    CONSTRAINT held_post_kind_known CHECK (kind IN ('status', 'comment')),
    CONSTRAINT held_post_reason_known CHECK (reason IN ('no-words', 'unreadable', 'conflict'))
  );
`,
);
