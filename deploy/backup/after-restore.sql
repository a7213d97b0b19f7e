-- After the database was brought back to an earlier moment and before services start: what was given out after that moment
-- must not be given out again. Message numbers 受理编号 skip 100,000 on each business date since; a gap harms nobody.
--   psql -v since=2026-09-18 -f after-restore.sql      (`since`: the date of the moment, in Asia/Shanghai)
INSERT INTO intake.number_block (date, next)
SELECT day::date, 100001
FROM generate_series(:'since'::date, (now() AT TIME ZONE 'Asia/Shanghai')::date, interval '1 day') AS day
ON CONFLICT (date) DO UPDATE SET next = number_block.next + 100000;

-- Sessions that were ended after that moment would be open again: everybody signs in anew. A backup from before the console has none.
DO $$ BEGIN
  IF to_regclass('console.session') IS NOT NULL THEN DELETE FROM console.session; END IF;
END $$;
