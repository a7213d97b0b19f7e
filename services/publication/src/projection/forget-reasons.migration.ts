import { sqlMigration } from '@wenzheng/platform';

/** Why units and the office decided as they did is no citizen's to know, so nothing of it is kept here. */
export const forgetReasons = sqlMigration(
  'forgetReasons1765100100000',
  `UPDATE fact SET data = data - 'reason' WHERE data ? 'reason';
   DELETE FROM unredacted WHERE place = 'fact';`,
);
