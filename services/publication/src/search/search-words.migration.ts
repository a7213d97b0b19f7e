import { sqlMigration } from '@wenzheng/platform';

/** The constraint is not looked up in older rows, which have no such words. */
export const addSearchWords = sqlMigration(
  'addSearchWords1765100200000',
  `ALTER TABLE message ADD COLUMN search_words text;
   ALTER TABLE message DROP CONSTRAINT message_private_has_no_words;
   ALTER TABLE message ADD CONSTRAINT message_private_has_no_words
     CHECK (visibility <> 'private' OR (title IS NULL AND text IS NULL AND search_words IS NULL)) NOT VALID;`,
);

/** The blocks were built from words as they were written: all are built anew, in the background. */
export const indexAnew = sqlMigration(
  'indexAnew1765100300000',
  `TRUNCATE search_block, search_posting;
   INSERT INTO search_tail (message_id) SELECT message_id FROM message WHERE visibility = 'public' ON CONFLICT DO NOTHING;`,
);
