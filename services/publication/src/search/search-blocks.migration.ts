import { sqlMigration } from '@wenzheng/platform';

/**
 * Replicas of the release before go on writing `search_terms` until they are replaced: the trigger brings their messages
 * into the tail. Its lock on `search_terms` ends with this migration; the tail is filled by the next one.
 */
export const createSearchBlocks = sqlMigration(
  'createSearchBlocks1765000000000',
  `CREATE TABLE search_tail (message_id uuid PRIMARY KEY);
   CREATE TABLE search_block (block integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_ids uuid[] NOT NULL);
   CREATE TABLE search_posting (
     bucket smallint NOT NULL,
     block integer NOT NULL,
     terms integer[] NOT NULL,
     masks bit(256)[] NOT NULL,
     PRIMARY KEY (bucket, block)
   );
   CREATE FUNCTION add_to_search_tail() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO search_tail (message_id) VALUES (NEW.message_id) ON CONFLICT DO NOTHING;
     RETURN NULL;
   END $$;
   CREATE TRIGGER search_terms_added AFTER INSERT ON search_terms FOR EACH ROW EXECUTE FUNCTION add_to_search_tail();`,
);

export const fillSearchTail = sqlMigration(
  'fillSearchTail1765000100000',
  `INSERT INTO search_tail (message_id) SELECT message_id FROM message WHERE visibility = 'public' ON CONFLICT DO NOTHING`,
);
