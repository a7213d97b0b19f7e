import { sqlMigration } from '@wenzheng/platform';

export const addReviewNote = sqlMigration('AddReviewNote1797100200000', 'ALTER TABLE review ADD COLUMN note text;');
