import { sqlMigration } from '@wenzheng/platform';

/** For the lists by which people work, among all messages that a city ever had. On a filled table each index takes a second or two for a million messages. */
export const indexQueues = sqlMigration(
  'indexQueues1797200000001',
  `
  CREATE INDEX message_due ON message ((coalesce(reply_due_on, 'infinity'::date)), message_id) WHERE channel IS NOT NULL;
  CREATE INDEX message_unit_state_queue ON message (unit_code, state, (coalesce(reply_due_on, 'infinity'::date)), message_id) WHERE channel IS NOT NULL;
  CREATE INDEX message_overdue ON message ((coalesce(reply_due_on, 'infinity'::date)), message_id)
    WHERE channel IS NOT NULL AND overdue_since IS NOT NULL AND deadline_closed_at IS NULL;
  CREATE INDEX message_number ON message (message_number);
  `,
);
