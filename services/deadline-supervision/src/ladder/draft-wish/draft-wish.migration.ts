import { sqlMigration } from '@wenzheng/platform';

export const createDraftWishes = sqlMigration(
  'CreateDraftWishes1764600000014',
  `
  CREATE TABLE draft_wish (
    message_id uuid NOT NULL,
    step text NOT NULL,
    PRIMARY KEY (message_id, step)
  );
  `,
);
