import { sqlMigration } from '@wenzheng/platform';

export const createProbes = sqlMigration(
  'CreateProbes1801300000001',
  `
  CREATE TABLE probed_way (
    connector text NOT NULL,
    name text NOT NULL,
    way text NOT NULL,
    due_at timestamptz NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 0,
    CONSTRAINT probed_way_pkey PRIMARY KEY (connector, name, way),
    CONSTRAINT probed_way_known CHECK (way IN ('request', 'letter', 'reading'))
  );
  CREATE TABLE probe (
    probe_id uuid NOT NULL,
    connector text NOT NULL,
    name text NOT NULL,
    way text NOT NULL,
    begun_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    sent_at timestamptz,
    arrived_at timestamptz,
    settled_at timestamptz,
    failure text,
    reason text,
    CONSTRAINT probe_pkey PRIMARY KEY (probe_id),
    CONSTRAINT probe_failure_known CHECK (failure IN ('unreachable', 'refused', 'not-arrived')),
    CONSTRAINT probe_failure_settled CHECK (failure IS NULL OR settled_at IS NOT NULL)
  );
  CREATE INDEX probe_of_way ON probe (connector, name, way, begun_at);
  CREATE INDEX probe_open ON probe (due_at) WHERE settled_at IS NULL;
  ALTER TABLE letter DROP CONSTRAINT letter_state_known;
  ALTER TABLE letter ADD CONSTRAINT letter_state_known CHECK (state IN ('fetched', 'registered', 'copy', 'automatic', 'bounce', 'probe'));
`,
);
