import { sqlMigration } from '@wenzheng/platform';

/** What the information office does not acknowledge is looked for as well. */
export const passOnFromInformationOffice = sqlMigration(
  'PassOnFromInformationOffice1765500000000',
  `
  DROP INDEX escalation_unacknowledged;
  CREATE INDEX escalation_unacknowledged ON escalation (raised_at) WHERE acknowledged_at IS NULL AND withdrawn_at IS NULL AND "to" <> 'inspection-bureau';
  `,
);
