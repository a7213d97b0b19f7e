import { sqlMigration } from '@wenzheng/platform';

/** The ledger counts every few seconds what is recent, and what has come without its registration: it read the whole table for each. */
export const countByIndex = sqlMigration('countByIndex1803600000000', 'CREATE INDEX message_ledger ON message (channel, registered_on)');
