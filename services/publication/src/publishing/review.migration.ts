import { sqlMigration } from '@wenzheng/platform';

/** What the gate found, what the signer said to it, and the office's review. Replies of before have no bands and are compared with nothing. */
export const addReviews = sqlMigration(
  'AddReviews1797100100000',
  `ALTER TABLE reply
     ADD COLUMN findings text[] NOT NULL DEFAULT '{}',
     ADD COLUMN finding_reasons jsonb NOT NULL DEFAULT '[]',
     ADD COLUMN bands integer[],
     ADD COLUMN visibility text,
     ADD COLUMN held_at timestamptz,
     ADD COLUMN review_due_at timestamptz,
     ADD COLUMN review_alarmed_at timestamptz;
   CREATE INDEX reply_bands ON reply USING gin (bands) WHERE bands IS NOT NULL;
   CREATE INDEX reply_held ON reply (review_due_at, reply_id) WHERE state = 'held';
   ALTER TABLE message ADD COLUMN review_due_on date;

   CREATE TABLE review_policy (
     channel text PRIMARY KEY,
     review text NOT NULL,
     changed_at timestamptz NOT NULL
   );`,
);
