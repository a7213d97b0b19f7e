import { sqlMigration } from '@wenzheng/platform';

/**
 * A message's is a deadline and its timer; a clock is time that is injected and nothing else. Renames alone, in a moment: tables with
 * their month partitions, indexes, constraints and triggers. Replicas of the release before do not find their tables afterwards.
 */
export const renameClocks = sqlMigration(
  'RenameClocks1764900000001',
  `
  -- Not a temporary one, which the service's role may not make.
  CREATE FUNCTION renamed(name text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE
      WHEN name ~ '^clock_event(_|$)' THEN regexp_replace(name, '^clock_event', 'deadline_fact')
      WHEN name ~ '^clock_hand(_|$)' THEN regexp_replace(name, '^clock_hand', 'deadline_timer')
      WHEN name ~ '^clock(_|$)' THEN regexp_replace(name, '^clock', 'deadline')
      WHEN name ~ '^policy_move(_|$)' THEN regexp_replace(name, '^policy_move', 'recalculation')
    END
  $$;
  DO $$
  DECLARE found record;
  BEGIN
    -- An index that makes a constraint gives it its name.
    FOR found IN
      SELECT relname AS old, renamed(relname) AS new, relkind IN ('i', 'I') AS is_index FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'i', 'I') AND renamed(relname) IS NOT NULL
    LOOP
      EXECUTE format(CASE WHEN found.is_index THEN 'ALTER INDEX %I RENAME TO %I' ELSE 'ALTER TABLE %I RENAME TO %I' END, found.old, found.new);
    END LOOP;
    FOR found IN
      SELECT conrelid::regclass AS relation, conname AS old, renamed(conname) AS new FROM pg_constraint
      WHERE connamespace = current_schema()::regnamespace AND contype = 'n' AND coninhcount = 0 AND renamed(conname) IS NOT NULL
    LOOP
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', found.relation, found.old, found.new);
    END LOOP;
  END
  $$;
  DROP FUNCTION renamed;
  ALTER TRIGGER clock_ended_at_once ON deadline RENAME TO deadline_ended_at_once;
  ALTER TRIGGER clock_ended ON deadline RENAME TO deadline_ended;
  ALTER TABLE deadline_timer RENAME COLUMN version TO sequence;
  ALTER TABLE recalculation RENAME COLUMN clocks TO deadlines;
  ALTER TABLE comparison RENAME COLUMN said TO sequence;
  `,
);
