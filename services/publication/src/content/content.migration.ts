import { sqlMigration } from '@wenzheng/platform';

/** Content that is held, private by the office's decision or taken down, and what was hidden of what is shown. */
export const addContent = sqlMigration(
  'AddContent1797100300000',
  `ALTER TABLE message ADD COLUMN content text, ADD COLUMN chosen text;

   CREATE TABLE content_review (
     message_id uuid PRIMARY KEY,
     harms jsonb NOT NULL,
     opened_at timestamptz NOT NULL,
     due_at timestamptz,
     decision text,
     decided_at timestamptz,
     alarmed_at timestamptz
   );
   CREATE INDEX content_review_waiting ON content_review (due_at, message_id) WHERE decision IS NULL;

   CREATE TABLE hiding (
     hiding_id uuid PRIMARY KEY,
     message_id uuid NOT NULL,
     part text NOT NULL,
     part_id uuid NOT NULL,
     words text NOT NULL,
     place integer,
     reason text NOT NULL,
     hidden_at timestamptz NOT NULL,
     lifted_at timestamptz
   );
   CREATE INDEX hiding_message ON hiding (message_id);

   CREATE TABLE unhidden (
     message_id uuid NOT NULL,
     part text NOT NULL,
     part_id uuid NOT NULL,
     text text NOT NULL,
     PRIMARY KEY (message_id, part, part_id)
   );`,
);
