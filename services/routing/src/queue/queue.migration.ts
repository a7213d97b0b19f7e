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

/** How much waits in the holding pen, and how much of it too long, is counted beside every screen of the office: without reading the messages. */
export const countHoldingPen = sqlMigration(
  'countHoldingPen1799110000000',
  `CREATE INDEX message_holding_pen ON message (holding_pen_due_at) WHERE channel IS NOT NULL AND state = 'holding-pen' AND NOT historical`,
);
