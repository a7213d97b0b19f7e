import { sqlMigration } from '@wenzheng/platform';

const copied = [
  'message_id', 'registered_on', 'unit_code', 'unit_name', 'channel', 'kind', 'ending', 'submitted_in_time', 'published_in_time',
  'within_reply_due', 'within_final_due', 'days_to_assignment', 'days_to_submission', 'days_to_publication',
];
const columns = [...copied, 'extended', 'urged'];
const copyOf = (row: string) => `
  ${copied.map((column) => `${row}.${column}`).join(', ')}, ${row}.extended_due_on IS NOT NULL,
  EXISTS (SELECT FROM fired_step WHERE fired_step.message_id = ${row}.message_id AND step = 'urging')`;

export const createStatistics = sqlMigration(
  'CreateStatistics1764300000001',
  `
  ALTER TABLE clock
    ADD COLUMN days_to_assignment smallint, ADD COLUMN days_to_submission smallint, ADD COLUMN days_to_publication smallint;

  CREATE TABLE ended_message (
    message_id uuid PRIMARY KEY,
    registered_on date NOT NULL,
    unit_code text,
    unit_name text,
    channel text NOT NULL,
    kind text,
    ending text NOT NULL,
    extended boolean NOT NULL,
    urged boolean NOT NULL,
    submitted_in_time boolean,
    published_in_time boolean,
    within_reply_due boolean,
    within_final_due boolean,
    days_to_assignment smallint,
    days_to_submission smallint,
    days_to_publication smallint,
    reason text,
    rating text
  );
  INSERT INTO ended_message (${columns.join(', ')}) SELECT ${copyOf('clock')} FROM clock WHERE ending <> 'open';
  CREATE INDEX ended_message_registered_on ON ended_message (registered_on);

  -- A copy and no decision. The database makes it, whichever release of the service writes the clock.
  CREATE FUNCTION keep_ended_message() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    IF NEW.ending = 'open' THEN
      DELETE FROM ended_message WHERE message_id = NEW.message_id;
    ELSE
      INSERT INTO ended_message (${columns.join(', ')}) SELECT ${copyOf('NEW')}
      ON CONFLICT (message_id) DO UPDATE SET ${columns.slice(1).map((column) => `${column} = excluded.${column}`).join(', ')};
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER clock_ended_at_once AFTER INSERT ON clock FOR EACH ROW WHEN (NEW.ending <> 'open') EXECUTE FUNCTION keep_ended_message();
  CREATE TRIGGER clock_ended AFTER UPDATE ON clock FOR EACH ROW WHEN (OLD.ending <> 'open' OR NEW.ending <> 'open')
    EXECUTE FUNCTION keep_ended_message();
  `,
);
