import { sqlMigration } from '@wenzheng/platform';

export const createHotHidden = sqlMigration(
  'CreateHotHidden1797100500000',
  `CREATE TABLE hot_hidden (
     message_id uuid NOT NULL,
     part text NOT NULL,
     shown text NOT NULL,
     sequence integer NOT NULL,
     PRIMARY KEY (message_id, part)
   );`,
);
