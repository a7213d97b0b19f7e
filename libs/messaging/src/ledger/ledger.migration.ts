import { sqlMigration, type MigrationClass } from '@wenzheng/platform';

export const ledgerMigrations: MigrationClass[] = [
  /** The one row that every replica's counting goes through: the events' `sequence`, and when everything was counted and how long it took. */
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
  sqlMigration(
    'createLedgerPublished1764200000000',
    `ALTER TABLE ledger_count DROP COLUMN watched;
     -- Each bucket as it was last published.
     CREATE TABLE ledger_published (
       channel text NOT NULL,
       date date NOT NULL,
       fingerprint text NOT NULL,
       open integer NOT NULL,
       PRIMARY KEY (channel, date)
     );
     -- Messages without their registration, and since when the ledger has seen them so.
     CREATE TABLE ledger_unregistered (
       message_id uuid PRIMARY KEY,
       since timestamptz NOT NULL
     );`,
  ),
];
