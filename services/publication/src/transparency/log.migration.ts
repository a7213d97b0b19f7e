import { sqlMigration } from '@wenzheng/platform';

/** Replicas of the release before write to `message` too: a trigger sees what they change. */
export const createLog = sqlMigration(
  'createLog1796200000020',
  `CREATE TABLE changed_message (mark bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id uuid NOT NULL);
   CREATE UNIQUE INDEX changed_message_id ON changed_message (message_id);
   CREATE TABLE log_entry (
     entry bigint PRIMARY KEY,
     subject text NOT NULL,
     key text NOT NULL,
     at timestamptz NOT NULL,
     commitment bytea NOT NULL,
     salt bytea,
     data jsonb
   );
   CREATE INDEX log_entry_subject ON log_entry (subject, key, entry);
   CREATE TABLE log_tile (level smallint NOT NULL, tile bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (level, tile));
   CREATE TABLE log_checkpoint (size bigint PRIMARY KEY, root bytea NOT NULL, at timestamptz NOT NULL, note text);
   CREATE FUNCTION note_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO changed_message (message_id) SELECT message_id FROM changed WHERE channel IS NOT NULL ORDER BY message_id
     ON CONFLICT (message_id) DO UPDATE SET mark = DEFAULT;
     RETURN NULL;
   END $$;
   CREATE TRIGGER message_added AFTER INSERT ON message REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_messages();
   CREATE TRIGGER message_changed AFTER UPDATE ON message REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_messages();`,
);

/** What was public before there was a log is entered as it stands. */
export const enterMessages = sqlMigration('enterMessages1796200000021', `INSERT INTO changed_message (message_id) SELECT message_id FROM message WHERE channel IS NOT NULL ORDER BY registered_at, message_id ON CONFLICT DO NOTHING`);

/** Figures that were closed before are entered as they stand. */
export const enterPeriods = sqlMigration(
  'enterPeriods1803100000000',
  `CREATE TABLE changed_period (mark bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, period text NOT NULL);
   CREATE UNIQUE INDEX changed_period_period ON changed_period (period);
   CREATE FUNCTION note_changed_periods() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO changed_period (period) SELECT DISTINCT period FROM changed ORDER BY period ON CONFLICT (period) DO UPDATE SET mark = DEFAULT;
     RETURN NULL;
   END $$;
   CREATE TRIGGER period_closed AFTER INSERT ON closed_period REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_periods();
   CREATE TRIGGER period_changed AFTER UPDATE ON closed_period REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_periods();
   INSERT INTO changed_period (period) SELECT period FROM closed_period ORDER BY length(period) DESC, period;`,
);
