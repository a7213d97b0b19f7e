import { sqlMigration } from '@wenzheng/platform';

/** Versions that were written before hours were a value have those by which they were read. */
export const addWorkingHours = sqlMigration(
  'AddWorkingHours1764600000015',
  `
  UPDATE policy SET rules = rules || '{"workingHours": {"value": "09:00-17:30", "basis": "default", "requirement": "R22",
    "zh": "提醒、催办送达的时间（工作日）", "en": "when reminders and urgings reach people, on working days"}}'
  WHERE rules -> 'workingHours' IS NULL;
  `,
);
