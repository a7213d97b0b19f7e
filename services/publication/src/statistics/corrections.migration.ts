import { sqlMigration } from '@wenzheng/platform';

/** Figures that were listed before are those that were closed. */
export const keepCorrections = sqlMigration(
  'keepCorrections1803600000000',
  `CREATE TABLE period_correction (period text NOT NULL, number integer NOT NULL, data jsonb NOT NULL, PRIMARY KEY (period, number));
   ALTER TABLE counted_messages ADD COLUMN correction integer NOT NULL DEFAULT 0;
   ALTER TABLE counted_messages DROP CONSTRAINT counted_messages_pkey, ADD PRIMARY KEY (period, correction, part, place);`,
);
