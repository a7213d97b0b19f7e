export const stateWords = { overdue: '超期', 'due-today': '今天到期', 'review-late': '审核滞留' } as const;
export type BoardState = keyof typeof stateWords;

interface Counts {
  dueToday: number;
  level1: number;
  level2: number;
  level3: number;
  ordersUnanswered: number;
  reviewsLate: number;
}

/** The strip, in the order in which an officer reads it. */
export const countsOf = (of: Counts): { title: string; n: number; isHot: boolean }[] => [
  { title: '今天到期', n: of.dueToday, isHot: false },
  { title: '超期一级', n: of.level1, isHot: true },
  { title: '二级', n: of.level2, isHot: true },
  { title: '三级', n: of.level3, isHot: true },
  { title: '督办未反馈', n: of.ordersUnanswered, isHot: true },
  { title: '审核滞留', n: of.reviewsLate, isHot: true },
];
