import { sqlMigration } from '@wenzheng/platform';

export const keepOutcomes = sqlMigration('keepOutcomes1797400000011', 'ALTER TABLE reply ADD COLUMN result text, ADD COLUMN promise jsonb, ADD COLUMN fulfils uuid;');
