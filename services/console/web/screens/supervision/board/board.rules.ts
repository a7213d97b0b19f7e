import { channelWords, levelWords } from '../../../words.js';

export const stateWords = { overdue: '超期', 'due-today': '今天到期', 'review-late': '审核滞留' } as const;
export type BoardState = keyof typeof stateWords;

/** What of the board is looked at. */
export interface BoardFilter {
  state: BoardState;
  level?: '1' | '2' | '3' | undefined;
  channel?: keyof (typeof channelWords)['zh'] | undefined;
}

/** As an address has it; what it does not know is left out, and a level is one of what is overdue. */
export function filterOf({ state, level, channel }: Record<string, unknown>): BoardFilter {
  const known = typeof state === 'string' && state in stateWords ? (state as BoardState) : 'overdue';
  return {
    state: known,
    ...(known === 'overdue' && typeof level === 'string' && level in levelWords && { level: level as '1' }),
    ...(typeof channel === 'string' && channel in channelWords.zh && { channel: channel as 'board' }),
  };
}

/** The same as a sheet, of every unit. */
export const sheetAddress = (filter: BoardFilter): string => `/api/deadline-supervision/v1/board/messages?${new URLSearchParams({ format: 'csv', ...filter }).toString()}`;

interface Counts {
  dueToday: number;
  level1: number;
  level2: number;
  level3: number;
  ordersUnanswered: number;
  reviewsLate: number;
}

const own = { overdue: 'overdue', 'due-today': 'dueToday', 'review-late': 'reviewsLate' } as const;

/** How many of a unit's are what is looked at. */
export const nOf = (of: Counts & { overdue: number }, state: BoardState): number => of[own[state]];

/** What else there is to say of a unit, and nothing of what there is none of. */
export const othersOf = (of: Counts, state: BoardState): { title: string; n: number }[] =>
  countsOf(of).filter(({ n, title }) => n > 0 && title !== stateWords[state]).map(({ title, n }) => ({ title: title.replace('超期', ''), n }));

/** The strip, in the order in which an officer reads it. */
export const countsOf = (of: Counts): { title: string; n: number; isHot: boolean }[] => [
  { title: '今天到期', n: of.dueToday, isHot: false },
  { title: '超期一级', n: of.level1, isHot: true },
  { title: '二级', n: of.level2, isHot: true },
  { title: '三级', n: of.level3, isHot: true },
  { title: '督办未反馈', n: of.ordersUnanswered, isHot: true },
  { title: '审核滞留', n: of.reviewsLate, isHot: true },
];
