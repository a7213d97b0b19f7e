import { sqlMigration } from '@wenzheng/platform';

/** The service itself may add and read, and change nothing that stands there. */
export const createAuditLog = sqlMigration(
  'CreateAuditLog1764300000001',
  `
  CREATE TABLE audit_entry (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    by text NOT NULL,
    roles text[] NOT NULL,
    did text NOT NULL,
    about text NOT NULL,
    details jsonb NOT NULL
  );
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM CURRENT_USER;
  `,
);
