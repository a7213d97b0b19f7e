import { sqlMigration } from '@wenzheng/platform';

export const createQuestions = sqlMigration(
  'CreateQuestions1801100000003',
  `
  SET LOCAL statement_timeout = '1h';
  UPDATE message SET session_id = lower(session_id) WHERE session_id <> lower(session_id);
  CREATE INDEX message_session ON message (session_id, message_id) WHERE session_id IS NOT NULL;
  CREATE TABLE session_question (
    message_id uuid NOT NULL,
    session_id uuid NOT NULL,
    state text NOT NULL,
    merged_into uuid,
    reason text,
    answer text,
    speaker_name text,
    speaker_post text,
    answered_at timestamptz,
    moved_at timestamptz NOT NULL,
    moved_by text NOT NULL,
    CONSTRAINT session_question_pkey PRIMARY KEY (message_id),
    CONSTRAINT session_question_state_known CHECK (state IN ('chosen', 'answering', 'answered', 'merged', 'carried-over', 'not-published')),
    CONSTRAINT session_question_merged CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CONSTRAINT session_question_not_published CHECK (state <> 'not-published' OR reason IS NOT NULL),
    CONSTRAINT session_question_answered CHECK ((state = 'answered') = (answer IS NOT NULL AND speaker_name IS NOT NULL AND answered_at IS NOT NULL))
  );
  CREATE INDEX session_question_merged_into ON session_question (merged_into) WHERE merged_into IS NOT NULL;
`,
);
