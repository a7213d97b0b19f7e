import { sqlMigration } from '@wenzheng/platform';

/**
 * Takes the shared lock of the rulebook and then tells what is in force. A volatile function reads afresh after it has waited, where
 * the statement that calls it would still see what was committed before it began: so one statement can both lock and look.
 */
export const holdRulebook = sqlMigration(
  'HoldRulebook1764900000002',
  `
  CREATE FUNCTION hold_rulebook() RETURNS TABLE (notices integer, policies integer, closings integer, closed_until timestamptz)
  LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('rulebook ' || current_schema()));
    RETURN QUERY SELECT (SELECT max(revision) FROM calendar_notice), (SELECT count(*)::integer FROM policy),
      coalesce(max(number), 0), coalesce(max(cut_off), '-infinity') FROM closed_period;
  END $$;
  -- Whatever is known of a message, it has its timer: the row by which two that hear of it at the same moment see each other.
  INSERT INTO deadline_timer (message_id, next_fire_at, sequence) SELECT message_id, NULL, 0 FROM early_message ON CONFLICT DO NOTHING;
  `,
);
