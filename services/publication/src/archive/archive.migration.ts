import { sqlMigration } from '@wenzheng/platform';

export const createArchives = sqlMigration(
  'createArchives1802200000000',
  `CREATE TABLE session_archive (
     session_id uuid NOT NULL,
     version integer NOT NULL,
     made_at timestamptz NOT NULL,
     sha256 text NOT NULL,
     changes jsonb NOT NULL,
     salt text,
     print jsonb,
     PRIMARY KEY (session_id, version),
     CONSTRAINT session_archive_replaced_forgets CHECK ((salt IS NULL) = (print IS NULL))
   );`,
);
