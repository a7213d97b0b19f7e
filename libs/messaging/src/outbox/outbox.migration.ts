import { sqlMigration } from '@wenzheng/platform';

/**
 * Which rows are published is noted in one narrow row, by ranges of positions, no longer in each row. Replicas of the release before
 * may go on beside it: what they have published (`relayed_at`) counts here; what this release has published they publish once more,
 * which the inbox of whoever reads takes no notice of. They are no longer woken, and poll once a second. `relayed_at` and its index
 * go with a later release, which has none of those beside it.
 */
export const createOutboxProgress = sqlMigration(
  'CreateOutboxProgress1796000000002',
  `
  DROP TRIGGER outbox_notify ON outbox;
  DROP FUNCTION notify_outbox();

  CREATE TABLE outbox_progress (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    settled_below bigint NOT NULL,
    relayed int8multirange NOT NULL DEFAULT '{}'
  ) WITH (fillfactor = 20);
  -- The trigger's lock lets no transaction be at work with a position that is not seen here.
  INSERT INTO outbox_progress (settled_below)
  SELECT coalesce(
    (SELECT min(position) FROM outbox WHERE relayed_at IS NULL AND parked_reason IS NULL),
    (SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM outbox_position));

  -- Events that an administrator has published again.
  CREATE TABLE outbox_again (position bigint PRIMARY KEY, created_on date NOT NULL);

  CREATE VIEW outbox_waiting AS
    SELECT outbox.position, created_on, created_at, event_id, subject, bytes
    FROM outbox_progress
    CROSS JOIN LATERAL unnest(int8multirange(int8range(settled_below, NULL)) - relayed) AS gap
    JOIN outbox ON position >= lower(gap) AND position < coalesce(upper(gap), 9223372036854775807)
    WHERE relayed_at IS NULL AND parked_reason IS NULL;
  `,
);

/**
 * `drop_outbox_day`: the running role, which does not own the outbox, gives back the room of a day, and never one that holds an event
 * not yet published, or parked.
 */
export const createOutboxDropper = sqlMigration(
  'CreateOutboxDropper1797000000002',
  `
  SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
  CREATE FUNCTION drop_outbox_day(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE
    needed boolean;
  BEGIN
    -- Another replica may have dropped it, and to_regclass may still name what is gone.
    IF name !~ '^outbox_[0-9]{8}$' OR NOT EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = current_schema()::regnamespace) THEN RETURN; END IF;
    EXECUTE format(
      'SELECT EXISTS (SELECT FROM %1$I WHERE parked_reason IS NOT NULL) OR
         EXISTS (SELECT FROM %1$I JOIN outbox_waiting USING (position, created_on)) OR
         EXISTS (SELECT FROM %1$I JOIN outbox_again USING (position, created_on))', name) INTO needed;
    IF NOT needed THEN EXECUTE format('DROP TABLE %I', name); END IF;
  END $$;
  `,
);
