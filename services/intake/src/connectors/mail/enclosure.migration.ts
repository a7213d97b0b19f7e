import { sqlMigration } from '@wenzheng/platform';

export const addEnclosures = sqlMigration(
  'AddEnclosures1801200000001',
  `
  ALTER TABLE letter ADD COLUMN enclosures_due_at timestamptz, ADD COLUMN enclosure_attempts integer NOT NULL DEFAULT 0;
  CREATE INDEX letter_enclosures ON letter (enclosures_due_at) WHERE enclosures_due_at IS NOT NULL;
`,
);
