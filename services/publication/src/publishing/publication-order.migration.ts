import { sqlMigration } from '@wenzheng/platform';

/** What was published is listed by when it was, the newest first. */
export const orderPublications = sqlMigration(
  'orderPublications1803400000000',
  `CREATE INDEX reply_published ON reply (published_at, reply_id) WHERE state = 'published';
   CREATE INDEX extension_notice_published ON extension_notice (published_at, extension_id);`,
);
