import { sqlMigration } from '@wenzheng/platform';

export const createCoTasks = sqlMigration(
  'createCoTasks1797800000010',
  `
CREATE TABLE co_task (
  task_id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  unit_code text NOT NULL,
  unit_name text NOT NULL,
  asked_by_unit text,
  asked_by_unit_name text,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  task text NOT NULL,
  due_on date NOT NULL,
  due_at timestamptz NOT NULL,
  remind_at timestamptz,
  reminded_at timestamptz,
  alarmed_at timestamptz,
  state text NOT NULL,
  accepted_at timestamptz,
  accepted_by text,
  contribution text,
  answered_at timestamptz,
  answered_by text,
  answered_by_name text,
  decline_reason text,
  declined_at timestamptz,
  declined_by text,
  decision text,
  decision_reason text,
  decided_at timestamptz,
  decided_by text
);
CREATE INDEX co_task_message ON co_task (message_id);
CREATE UNIQUE INDEX co_task_open ON co_task (message_id, unit_code) WHERE state IN ('asked', 'accepted');
CREATE INDEX co_task_due ON co_task ((coalesce(due_at, 'infinity'::timestamptz)), task_id);
CREATE INDEX co_task_unit ON co_task (unit_code, (coalesce(due_at, 'infinity'::timestamptz)), task_id);
`,
);
