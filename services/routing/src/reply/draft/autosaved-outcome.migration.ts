import { sqlMigration } from '@wenzheng/platform';

export const keepAutosavedOutcomes = sqlMigration('keepAutosavedOutcomes1798100000020', 'ALTER TABLE draft_autosave ADD COLUMN outcome jsonb;');
