import { sqlMigration, type MigrationClass } from '../database/database.js';

/**
 * What every service keeps of what people do: `audit_entry`, to which it may add and which it may read, and `made_once`. deadline-supervision had
 * both before the others.
 */
export const auditMigrations: MigrationClass[] = [
  sqlMigration(
    'CreateAudit1797100000001',
    `
    CREATE TABLE IF NOT EXISTS audit_entry (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL,
      by text NOT NULL,
      roles text[] NOT NULL,
      did text NOT NULL,
      about text NOT NULL,
      details jsonb NOT NULL
    );
    ALTER TABLE audit_entry ADD COLUMN before jsonb, ADD COLUMN after jsonb;
    CREATE INDEX audit_entry_about ON audit_entry (about, position);
    CREATE TABLE IF NOT EXISTS made_once (
      caller text NOT NULL,
      key text NOT NULL,
      fingerprint text NOT NULL,
      made text NOT NULL,
      made_at timestamptz NOT NULL,
      PRIMARY KEY (caller, key)
    );
    CREATE INDEX made_once_at ON made_once (made_at);
    `,
  ),
];
