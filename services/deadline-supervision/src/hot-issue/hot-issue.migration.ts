import { sqlMigration } from '@wenzheng/platform';

export const createHotIssues = sqlMigration(
  'CreateHotIssues1763900000010',
  `
  CREATE TABLE hot_issue (
    issue_id uuid PRIMARY KEY,
    ordinal bigint NOT NULL,
    state text NOT NULL,
    sum json NOT NULL,
    keys text[] NOT NULL,
    people integer NOT NULL,
    messages integer NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    raised_at timestamptz,
    gate integer NOT NULL,
    anchor jsonb,
    matters jsonb NOT NULL,
    peak_people integer NOT NULL,
    peak_at timestamptz,
    merged_into uuid,
    apart_from uuid[] NOT NULL,
    wants_urging_order boolean NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL
  );
  CREATE INDEX hot_issue_shown ON hot_issue (raised_at) WHERE raised_at IS NOT NULL;
  CREATE INDEX hot_issue_quiet ON hot_issue (last_at) WHERE state = 'gathering' AND NOT retired;

  CREATE TABLE hot_member (
    message_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    issue_id uuid NOT NULL,
    person text NOT NULL,
    channel text NOT NULL,
    external_id text,
    message_number text NOT NULL,
    kind text,
    visibility text NOT NULL,
    registered_at timestamptz NOT NULL,
    score integer,
    threshold integer NOT NULL,
    shared_terms text[] NOT NULL,
    counted boolean NOT NULL,
    vector json NOT NULL,
    fragments text[] NOT NULL,
    moved boolean NOT NULL
  );
  CREATE UNIQUE INDEX hot_member_position ON hot_member (position);
  CREATE INDEX hot_member_issue ON hot_member (issue_id, position);
  CREATE INDEX hot_member_person ON hot_member (issue_id, person);

  CREATE TABLE hot_issue_key (
    term text NOT NULL,
    issue_id uuid NOT NULL,
    PRIMARY KEY (term, issue_id)
  );
  CREATE INDEX hot_issue_key_issue ON hot_issue_key (issue_id);

  CREATE TABLE hot_term (
    term text PRIMARY KEY,
    before integer NOT NULL,
    during integer NOT NULL,
    epoch integer NOT NULL
  ) WITH (fillfactor = 80);

  CREATE TABLE hot_epoch (
    epoch integer PRIMARY KEY,
    from_position bigint NOT NULL,
    week integer NOT NULL,
    messages integer NOT NULL,
    during integer NOT NULL,
    parameters text NOT NULL
  );

  CREATE TABLE hot_queue (
    message_id uuid PRIMARY KEY,
    person text NOT NULL,
    channel text NOT NULL,
    external_id text,
    message_number text NOT NULL,
    kind text,
    visibility text NOT NULL,
    registered_at timestamptz NOT NULL,
    historical boolean NOT NULL,
    arrived_at timestamptz NOT NULL,
    title text NOT NULL,
    text text NOT NULL
  );
  CREATE INDEX hot_queue_order ON hot_queue (registered_at, message_id);
  CREATE INDEX hot_queue_import ON hot_queue (arrived_at) WHERE historical;

  CREATE TABLE hot_act (
    act_id uuid PRIMARY KEY,
    issue_id uuid NOT NULL,
    act text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    position bigint NOT NULL,
    reason text NOT NULL,
    other_issue_id uuid,
    details jsonb NOT NULL,
    CONSTRAINT hot_act_reasoned CHECK (by = 'rule' OR reason <> '')
  );
  CREATE INDEX hot_act_issue ON hot_act (issue_id, at);
  `,
);

/**
 * Registrations come from the stream and wait there. What waits in the table is not lost: the release before takes it, mostly within a second,
 * after an import within minutes, and this one refuses to drop it until then.
 */
export const dropHotQueue = sqlMigration(
  'DropHotQueue1764800000020',
  `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM hot_queue) THEN
      RAISE EXCEPTION 'hot_queue still holds messages: run the release before until it is empty, stop it, and migrate again';
    END IF;
  END $$;
  DROP TABLE hot_queue;
  ALTER TABLE hot_issue RENAME COLUMN gate TO cohesion;
  `,
);

/**
 * Numbers are hidden before words are looked at; what the release before kept of them goes: of terms and fragments those with so long a
 * number in them, wherever they stand.
 */
export const nameHotIssues = sqlMigration(
  'NameHotIssues1765000000030',
  `
  ALTER TABLE hot_issue ADD COLUMN title text;
  UPDATE hot_member SET
    shared_terms = ARRAY(SELECT term FROM unnest(shared_terms) WITH ORDINALITY AS kept (term, place) WHERE term !~ '\\d{7}' ORDER BY place),
    fragments = ARRAY(SELECT regexp_replace(fragment, '[A-Z]*\\d{7,}[A-Z]*', '', 'g') FROM unnest(fragments) WITH ORDINALITY AS kept (fragment, place) ORDER BY place),
    vector = (SELECT coalesce(json_agg(entry ORDER BY place), '[]') FROM json_array_elements(vector) WITH ORDINALITY AS kept (entry, place) WHERE entry->>0 !~ '\\d{7}')
  WHERE vector::text ~ '\\d{7}' OR fragments::text ~ '\\d{7}' OR shared_terms::text ~ '\\d{7}';
  UPDATE hot_issue SET
    sum = (SELECT coalesce(json_agg(entry ORDER BY place), '[]') FROM json_array_elements(sum) WITH ORDINALITY AS kept (entry, place) WHERE entry->>0 !~ '\\d{7}'),
    keys = ARRAY(SELECT term FROM unnest(keys) WITH ORDINALITY AS kept (term, place) WHERE term !~ '\\d{7}' ORDER BY place),
    matters = (SELECT coalesce(jsonb_agg(entry ORDER BY place), '[]') FROM jsonb_array_elements(matters) WITH ORDINALITY AS kept (entry, place) WHERE entry->>'text' !~ '\\d{7}'),
    anchor = CASE WHEN anchor->>'text' ~ '\\d{7}' THEN NULL ELSE anchor END
  WHERE sum::text ~ '\\d{7}' OR matters::text ~ '\\d{7}' OR anchor::text ~ '\\d{7}';
  DELETE FROM hot_issue_key WHERE term ~ '\\d{7}';
  DELETE FROM hot_term WHERE term ~ '\\d{7}';
  `,
);

/** What is counted in an epoch is asked for after it: until then it is appended, a row a batch, and comes into `hot_term` many messages at a time. */
export const tailHotTerms = sqlMigration(
  'TailHotTerms1796000000005',
  `
  CREATE TABLE hot_term_tail (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch integer NOT NULL,
    terms text[] NOT NULL,
    counts integer[] NOT NULL
  );
  ALTER TABLE hot_epoch ADD COLUMN folded integer NOT NULL DEFAULT 0;
  UPDATE hot_epoch SET folded = during;
  `,
);
