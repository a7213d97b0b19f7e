import type { Words } from './language.js';

/** The steps of the ladder. Kept dossiers hold these words. */
export const stepWords: Words<'reminder' | 'overdue' | 'urging' | 'escalation-1' | 'escalation-2' | 'escalation-3'> = {
  zh: { reminder: '提醒承办单位', overdue: '超期', urging: '催办承办单位', 'escalation-1': '一级上报', 'escalation-2': '二级上报', 'escalation-3': '三级上报' },
  en: {
    reminder: 'Reminder to the unit', overdue: 'Overdue', urging: 'Urging to the unit', 'escalation-1': 'Escalation, level 1', 'escalation-2': 'Escalation, level 2',
    'escalation-3': 'Escalation, level 3',
  },
};
