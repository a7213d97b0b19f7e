import { sqlMigration } from '@wenzheng/platform';

/** `document_begun` stays for replicas of the release before; nothing else reads it. */
export const rememberRequests = sqlMigration(
  'RememberRequests1796000000002',
  `
  CREATE TABLE made_once (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    made text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
  );
  INSERT INTO made_once SELECT caller, key, fingerprint, document_id::text, begun_at FROM document_begun;
  `,
);
