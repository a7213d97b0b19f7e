import { sqlMigration } from '@wenzheng/platform';

/** Web admins and backups become people as they are listed; of reviewers and principals nothing was known but names. */
export const createPeople = sqlMigration(
  'createPeople1796010000000',
  `
CREATE TABLE person (
  subject text PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL DEFAULT 'active'
);
CREATE TABLE person_post (
  subject text NOT NULL,
  unit_code text NOT NULL,
  post text NOT NULL,
  title text,
  from_date date,
  to_date date,
  ended_at timestamptz,
  PRIMARY KEY (subject, unit_code, post)
);
CREATE INDEX person_post_unit ON person_post (unit_code, post);
CREATE TABLE deputy (
  deputy_id uuid PRIMARY KEY,
  unit_code text NOT NULL,
  post text NOT NULL,
  absent text NOT NULL,
  deputy text NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  ended_at timestamptz
);
CREATE INDEX deputy_deputy ON deputy (deputy);

ALTER TABLE unit ADD COLUMN reviewers jsonb NOT NULL DEFAULT '[]';
ALTER TABLE unit_registry ADD COLUMN file_hash text;

INSERT INTO person (subject, name)
  SELECT DISTINCT ON (listed ->> 'id') listed ->> 'id', listed ->> 'name' FROM unit, jsonb_path_query(web_admins || coalesce(backup, '[]'), '$[*]') AS listed
  WHERE listed ->> 'id' IS NOT NULL AND listed ->> 'name' IS NOT NULL ORDER BY listed ->> 'id', code;
INSERT INTO person_post (subject, unit_code, post)
  SELECT DISTINCT listed ->> 'id', code, 'web-admin' FROM unit, jsonb_path_query(web_admins, '$[*]') AS listed WHERE NOT removed AND listed ->> 'id' IS NOT NULL
  UNION SELECT backup ->> 'id', code, 'backup' FROM unit WHERE backup ->> 'id' IS NOT NULL AND NOT removed;
`,
);
