import { sqlMigration } from '@wenzheng/platform';

/** For a while what a reply promises was kept in words, which did not follow when something of them was hidden: its day is kept alone. */
export const forgetPromises = sqlMigration(
  'ForgetPromises1797800000000',
  `
  UPDATE deadline_fact SET data = data #- '{promise,text}' WHERE type IN ('reply-submitted', 'reply-published') AND data -> 'promise' ? 'text';
  `,
);
