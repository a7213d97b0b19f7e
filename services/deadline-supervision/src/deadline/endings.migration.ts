import { sqlMigration } from '@wenzheng/platform';

const copied = [
  'message_id', 'registered_on', 'unit_code', 'unit_name', 'channel', 'kind', 'ending', 'submitted_in_time', 'published_in_time',
  'within_reply_due', 'within_final_due', 'days_to_assignment', 'days_to_submission', 'days_to_publication', 'rating',
];

function keepEnded(names: readonly string[]): string {
  const columns = [...names, 'reason', 'extended', 'urged'];
  return `
  CREATE OR REPLACE FUNCTION keep_ended_message() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    IF NEW.ending = 'open' THEN
      DELETE FROM ended_message WHERE message_id = NEW.message_id;
    ELSE
      INSERT INTO ended_message (${columns.join(', ')}) SELECT ${names.map((column) => `NEW.${column}`).join(', ')}, NEW.ending_reason, NEW.extended_due_on IS NOT NULL,
        EXISTS (SELECT FROM fired_step WHERE fired_step.message_id = NEW.message_id AND step = 'urging')
      ON CONFLICT (message_id) DO UPDATE SET ${columns.slice(1).map((column) => `${column} = excluded.${column}`).join(', ')};
    END IF;
    RETURN NULL;
  END $$;`;
}

/** When and why it ended, and how its writer rated the answer. What ended before ended with its publication. */
export const tellEndings = sqlMigration(
  'tellEndings1796100000002',
  `
  ALTER TABLE deadline ADD COLUMN ended_at timestamptz, ADD COLUMN ending_reason text, ADD COLUMN rating text;
  ${keepEnded(copied)}
  `,
);

/** What the unit says has come of it (A06), and whether a rating came after a reading of contact details (A07). */
export const tellOutcomes = sqlMigration(
  'tellOutcomes1797400000012',
  `
  ALTER TABLE deadline ADD COLUMN rated_after_reading boolean, ADD COLUMN result text;
  ALTER TABLE ended_message ADD COLUMN rated_after_reading boolean, ADD COLUMN result text;
  ${keepEnded([...copied, 'rated_after_reading', 'result'])}
  `,
);
