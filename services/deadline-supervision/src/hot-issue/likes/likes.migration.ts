import { sqlMigration } from '@wenzheng/platform';

export const createLikes = sqlMigration(
  'CreateLikes1764300000010',
  `
  CREATE TABLE hot_likes (
    message_id uuid PRIMARY KEY,
    likes integer NOT NULL,
    counted_at timestamptz NOT NULL
  );
  CREATE INDEX hot_likes_many ON hot_likes (likes);
  `,
);
