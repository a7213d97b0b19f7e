/** What a job of a rival does: the same rows that a timer of ours writes when it fires. */
export const effectTables = `
  CREATE SCHEMA rival;
  CREATE TABLE rival.due (id uuid PRIMARY KEY, next_fire_at timestamptz, sequence integer NOT NULL);
  CREATE INDEX ON rival.due (next_fire_at) WHERE next_fire_at IS NOT NULL;
  CREATE TABLE rival.step (id uuid, step text, due_at timestamptz NOT NULL, fired_at timestamptz NOT NULL, PRIMARY KEY (id, step));
  CREATE TABLE rival.event (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, subject text NOT NULL, envelope text NOT NULL)`;

/** In one statement: the timer moves to its next step, the step is recorded once for ever, the event is written. */
export const effectSql = `
  WITH job AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS job (id, envelope)),
    step AS (INSERT INTO rival.step SELECT id, 'overdue', now(), now() FROM job ON CONFLICT DO NOTHING RETURNING id),
    moved AS (UPDATE rival.due SET next_fire_at = now() + interval '1 day', sequence = sequence + 1 FROM step WHERE due.id = step.id RETURNING due.id)
  INSERT INTO rival.event (event_id, subject, envelope) SELECT gen_random_uuid(), 'deadline-supervision.deadline.overdue.v1', envelope FROM job JOIN moved USING (id)`;

export const effectOf = (ids: readonly string[]): [readonly string[], string[]] => [
  ids,
  ids.map((id) => JSON.stringify({
    specversion: '1.0', id, source: 'urn:wenzheng:deadline-supervision', type: 'deadline-supervision.deadline.overdue.v1', subject: id, time: new Date().toISOString(), sequence: 2,
    data: { messageId: id, messageNumber: 'HN20261123-0001', unit: { code: 'city.housing', name: '市住建局' }, replyDueOn: '2026-11-26', overdueAt: new Date().toISOString() },
  })),
];
