import { sqlMigration, type MigrationClass } from '@wenzheng/platform';

/**
 * The one row that every replica's counting goes through: how far the events' `sequence` has come, when everything was
 * counted last and how long that took, and which buckets the last count listed.
 */
export const ledgerMigrations: MigrationClass[] = [
  sqlMigration(
    'createLedgerCount1763800500000',
    `CREATE TABLE ledger_count (
       single boolean PRIMARY KEY DEFAULT true CHECK (single),
       sequence bigint NOT NULL DEFAULT 0,
       counted_at timestamptz,
       completed_at timestamptz,
       complete_milliseconds integer,
       watched jsonb NOT NULL DEFAULT '[]'
     );
     INSERT INTO ledger_count DEFAULT VALUES;`,
  ),
];
