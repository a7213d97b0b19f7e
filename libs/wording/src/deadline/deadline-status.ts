import type { WorkingCalendar } from '@wenzheng/working-days';
import type { Language } from '../language.js';
import { deadlineCase, type DeadlineCase, type EndingWithoutAnswer } from './deadline-case.js';
import { isExtended, type DeadlineView } from './deadline-view.js';

/** The nine statuses; the public and the staff see the same word. */
export const messageStatuses = [
  'pen', 'open', 'extended', 'review', 'overdue', 'answered', 'invalid', 'moved', 'withdrawn',
] as const;

export type MessageStatus = (typeof messageStatuses)[number];

/** The word of each status, for a filter or a legend; a single message takes its words from `statusWords`. */
export const statusVocabulary: Readonly<Record<MessageStatus, Readonly<Record<Language, string>>>> = {
  pen: { zh: '待分拨', en: 'Awaiting assignment' },
  open: { zh: '办理中', en: 'In progress' },
  extended: { zh: '已说明延期', en: 'Extension announced' },
  review: { zh: '审核发布中', en: 'In review' },
  overdue: { zh: '超期未答复', en: 'Overdue' },
  answered: { zh: '已答复', en: 'Answered' },
  invalid: { zh: '不予受理', en: 'Not accepted' },
  moved: { zh: '已合并 / 已转出', en: 'Merged / transferred' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

const statusOfEnding: Readonly<Record<EndingWithoutAnswer, MessageStatus>> = {
  'ruled-invalid': 'invalid',
  merged: 'moved',
  transferred: 'moved',
  withdrawn: 'withdrawn',
};

/**
 * The status at an instant. Overdue only once the due date in force has passed without a submitted answer, and never
 * while that date is provisional; a message that nobody was assigned becomes overdue like any other.
 */
export function deadlineStatus(view: DeadlineView, now: Date, calendar: WorkingCalendar): MessageStatus {
  return statusOf(deadlineCase(view, now, calendar), isExtended(view));
}

/** The word of one message's status with what stands beside it: 已答复 with 按时, 超期答复, 上网超期 and 不公开. */
export function statusWords(
  view: DeadlineView,
  now: Date,
  calendar: WorkingCalendar,
  language: Language = 'zh',
): { readonly word: string; readonly suffixes: readonly string[] } {
  const state = deadlineCase(view, now, calendar);
  if (state.is === 'ended' && (state.ending === 'merged' || state.ending === 'transferred')) {
    return { word: movedWords[state.ending][language], suffixes: [] };
  }
  const { [language]: word } = statusVocabulary[statusOf(state, isExtended(view))];
  if (state.is !== 'answered') return { word, suffixes: [] };
  const timing = answerSuffixes[state.how][language];
  const suffixes = [timing, view.private ? { zh: '不公开', en: 'not public' }[language] : ''];
  return { word, suffixes: suffixes.filter((text) => text !== '') };
}

/** Due today or on the next working day, and still in time: the status is shown as a warning. */
export function isDueSoon(view: DeadlineView, now: Date, calendar: WorkingCalendar): boolean {
  const state = deadlineCase(view, now, calendar);
  return (state.is === 'inTime' || state.is === 'pen') && state.daysLeft !== null && state.daysLeft <= 1;
}

function statusOf(state: DeadlineCase, extended: boolean): MessageStatus {
  switch (state.is) {
    case 'pen':
    case 'review':
    case 'overdue':
    case 'answered':
      return state.is;
    case 'pastCap':
      return 'overdue';
    case 'ended':
      return statusOfEnding[state.ending];
    case 'unknown':
    case 'beforeSession':
    case 'provisional':
    case 'inTime':
      return extended ? 'extended' : 'open';
  }
}

const movedWords = {
  merged: { zh: '已合并', en: 'Merged' },
  transferred: { zh: '已转出', en: 'Transferred' },
};

const answerSuffixes = {
  inTime: { zh: '按时', en: 'in time' },
  cityLate: { zh: '上网超期', en: 'published late' },
  late: { zh: '超期答复', en: 'late' },
  undecided: { zh: '', en: '' },
  unknown: { zh: '', en: '' },
};
