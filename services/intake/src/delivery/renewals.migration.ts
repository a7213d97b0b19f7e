import { sqlMigration } from '@wenzheng/platform';

export const tellRenewals = sqlMigration(
  'TellRenewals1798100000001',
  `
  ALTER TABLE reply ADD COLUMN renews uuid;
  ALTER TABLE delivery DROP CONSTRAINT delivery_kind_known;
  ALTER TABLE delivery ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply', 'extension-notice', 'ruling', 'objection-decision', 'transfer', 'renewal'));
`,
);
