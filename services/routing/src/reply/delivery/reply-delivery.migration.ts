import { sqlMigration } from '@wenzheng/platform';

export const createReplyDeliveries = sqlMigration(
  'createReplyDeliveries1801300000004',
  `CREATE TABLE reply_delivery (
  reply_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  sequence integer NOT NULL,
  state text NOT NULL,
  settled_at timestamptz NOT NULL,
  CONSTRAINT reply_delivery_state CHECK (state IN ('delivered', 'failed'))
);`,
);
