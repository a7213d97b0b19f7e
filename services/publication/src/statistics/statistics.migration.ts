import { sqlMigration } from '@wenzheng/platform';

export const keepClosedPeriods = sqlMigration('keepClosedPeriods1801300000000', 'CREATE TABLE closed_period (period text PRIMARY KEY, figures jsonb NOT NULL);');

export const listCountedMessages = sqlMigration(
  'listCountedMessages1802600000000',
  `CREATE TABLE counted_messages (
     period text NOT NULL, part integer NOT NULL, place integer NOT NULL, parts integer NOT NULL, unit_code text, counts text[] NOT NULL, message_ids uuid[] NOT NULL,
     PRIMARY KEY (period, part, place)
   );`,
);
