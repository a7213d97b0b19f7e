import { sqlMigration } from '@wenzheng/platform';

export const createUrgingOrders = sqlMigration(
  'createUrgingOrders1764600000000',
  `
CREATE TABLE urging_order (
  urging_order_id uuid NOT NULL,
  message_id uuid NOT NULL,
  number text,
  title text,
  unit jsonb,
  answer_by date,
  served_at timestamptz,
  outcome text,
  closed_at timestamptz,
  PRIMARY KEY (urging_order_id, message_id)
);
CREATE INDEX urging_order_message ON urging_order (message_id);
`,
);
