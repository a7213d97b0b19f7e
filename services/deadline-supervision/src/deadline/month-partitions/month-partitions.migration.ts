import { sqlMigration } from '@wenzheng/platform';

/**
 * What there is becomes the default partition as it stands, in a moment, but for the index by which events are unique from now
 * on; {@link MonthPartitions} moves it to its months afterwards. An event always bears the same message, so that the pair of both is as
 * unique as the event.
 */
export const partitionByMonth = sqlMigration(
  'PartitionByMonth1764700000002',
  `
  SET LOCAL statement_timeout = '1h';

  ALTER TABLE clock RENAME TO clock_default;
  ALTER INDEX clock_pkey RENAME TO clock_default_pkey;
  ALTER INDEX clock_registered_on RENAME TO clock_default_registered_on;
  ALTER INDEX clock_open RENAME TO clock_default_open;
  DROP TRIGGER clock_ended_at_once ON clock_default;
  DROP TRIGGER clock_ended ON clock_default;
  CREATE TABLE clock (LIKE clock_default, PRIMARY KEY (message_id)) PARTITION BY RANGE (message_id);
  CREATE INDEX clock_registered_on ON clock (registered_on);
  CREATE INDEX clock_open ON clock (channel, registered_on) WHERE ending = 'open';
  ALTER TABLE clock ATTACH PARTITION clock_default DEFAULT;
  CREATE TRIGGER clock_ended_at_once AFTER INSERT ON clock FOR EACH ROW WHEN (NEW.ending <> 'open') EXECUTE FUNCTION keep_ended_message();
  CREATE TRIGGER clock_ended AFTER UPDATE ON clock FOR EACH ROW WHEN (OLD.ending <> 'open' OR NEW.ending <> 'open')
    EXECUTE FUNCTION keep_ended_message();

  ALTER TABLE clock_event RENAME TO clock_event_default;
  ALTER TABLE clock_event_default DROP CONSTRAINT clock_event_pkey, ADD PRIMARY KEY (message_id, event_id);
  DROP INDEX clock_event_message_id;
  ALTER INDEX clock_event_late RENAME TO clock_event_default_late;
  CREATE TABLE clock_event (LIKE clock_event_default INCLUDING DEFAULTS, PRIMARY KEY (message_id, event_id)) PARTITION BY RANGE (message_id);
  CREATE INDEX clock_event_late ON clock_event (after_closing) WHERE late;
  ALTER TABLE clock_event ATTACH PARTITION clock_event_default DEFAULT;
  `,
);
