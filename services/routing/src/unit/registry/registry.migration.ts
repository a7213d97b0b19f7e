import { sqlMigration } from '@wenzheng/platform';

/** What stands in a unit's row is what holds today; what it is made of has tables of its own. Remits become items of the duty catalogue. */
export const keepRegistry = sqlMigration(
  'keepRegistry1797200000000',
  `
ALTER TABLE unit ADD COLUMN backups jsonb NOT NULL DEFAULT '[]', ADD COLUMN aliases text[] NOT NULL DEFAULT '{}', ADD COLUMN former_names text[] NOT NULL DEFAULT '{}';
UPDATE unit SET backups = jsonb_build_array(backup) WHERE backup IS NOT NULL;
CREATE TABLE unit_name (
  unit_code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  from_date date,
  to_date date,
  PRIMARY KEY (unit_code, name)
);
ALTER TABLE unit_registry ADD COLUMN settled_on date;

CREATE TABLE duty_item (
  item text NOT NULL,
  version integer NOT NULL,
  unit_code text NOT NULL,
  name text,
  duty text,
  citation text,
  words text[] NOT NULL,
  areas text[] NOT NULL,
  from_date date,
  to_date date,
  ended_at timestamptz,
  source text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  PRIMARY KEY (item, version)
);
CREATE INDEX duty_item_unit ON duty_item (unit_code);
ALTER TABLE unit_remit ADD COLUMN item text, ADD COLUMN version integer;
UPDATE unit_remit SET item = unit_code || '-' || (position + 1), version = 1;
INSERT INTO duty_item (item, version, unit_code, name, words, areas, source, made_at, made_by)
  SELECT item, unit_remit.version, unit_code, unit_remit.name, words, areas, 'file', coalesce((SELECT max(loaded_at) FROM unit_registry), 'epoch'), 'routing'
  FROM unit_remit JOIN unit ON code = unit_code WHERE NOT removed;
ALTER TABLE assignment ADD COLUMN duty_item text, ADD COLUMN duty_version integer;
`,
);
