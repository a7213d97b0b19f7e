import { sqlMigration } from '@wenzheng/platform';

export const createContent = sqlMigration(
  'CreateContent1797100400000',
  `CREATE TABLE message_content (
     message_id uuid PRIMARY KEY,
     visibility text NOT NULL,
     reason text NOT NULL,
     changed_at timestamptz NOT NULL,
     sequence integer NOT NULL
   );
   CREATE TABLE shown_part (
     message_id uuid NOT NULL,
     part text NOT NULL,
     part_id uuid NOT NULL,
     text text NOT NULL,
     hidden_at timestamptz NOT NULL,
     sequence integer NOT NULL,
     PRIMARY KEY (message_id, part, part_id)
   );`,
);
