import { sqlMigration } from '@wenzheng/platform';

/**
 * Replicas of the release before find everything in the tail meanwhile, and build no more blocks: what they took from the tail would be in no
 * segment. Rows of places are read whole, so that they stay in their place as long as one fits a page.
 */
export const createSearchSegments = sqlMigration(
  'createSearchSegments1803500000000',
  `CREATE TABLE search_segment (segment integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, size integer NOT NULL, is_folded boolean NOT NULL, newest timestamptz NOT NULL, oldest timestamptz NOT NULL);
   CREATE TABLE search_member (segment integer NOT NULL, place integer NOT NULL, message_id uuid NOT NULL, PRIMARY KEY (segment, place));
   CREATE TABLE search_place (
     bucket smallint NOT NULL,
     segment integer NOT NULL,
     terms integer[] NOT NULL,
     ends integer[] NOT NULL,
     places bytea NOT NULL,
     PRIMARY KEY (bucket, segment)
   ) WITH (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
   CREATE FUNCTION build_no_block() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'segments have taken the place of blocks' USING ERRCODE = '40001';
   END $$;
   CREATE TRIGGER search_block_replaced BEFORE INSERT ON search_block FOR EACH STATEMENT EXECUTE FUNCTION build_no_block();
   TRUNCATE search_block, search_posting;
   DROP TABLE search_terms;
   DROP FUNCTION add_to_search_tail();
   INSERT INTO search_tail (message_id) SELECT message_id FROM message WHERE visibility = 'public' ON CONFLICT DO NOTHING;`,
);
