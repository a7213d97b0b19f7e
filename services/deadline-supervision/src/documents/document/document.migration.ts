import { sqlMigration } from '@wenzheng/platform';

export const createDocuments = sqlMigration(
  'CreateDocuments1764600000001',
  `
  CREATE TABLE document_series (
    series text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (series, year)
  );
  CREATE TABLE document_act (
    document_id uuid NOT NULL,
    ordinal integer NOT NULL,
    act text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (document_id, ordinal)
  );
  `,
);
