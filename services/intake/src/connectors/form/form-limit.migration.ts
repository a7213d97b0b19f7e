import { sqlMigration } from '@wenzheng/platform';

/** Of an address its keyed digest alone, for minutes. */
export const createFormCounts = sqlMigration(
  'CreateFormCounts1798100000000',
  'CREATE TABLE form_count (caller bytea NOT NULL, since timestamptz NOT NULL, count integer NOT NULL, CONSTRAINT form_count_pkey PRIMARY KEY (caller, since));',
);
