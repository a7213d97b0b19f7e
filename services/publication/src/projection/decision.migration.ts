import { sqlMigration } from '@wenzheng/platform';

export const createDecisions = sqlMigration(
  'createDecisions1796100000003',
  `CREATE TABLE decision (
     decision_id uuid PRIMARY KEY,
     message_id uuid NOT NULL,
     reason text NOT NULL,
     guidance text
   );
   CREATE INDEX decision_message ON decision (message_id);
   ALTER TABLE message ADD COLUMN ended_at timestamptz;`,
);
