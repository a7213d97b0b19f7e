import type { MyQueues } from '../../api/clients.js';

/** The tabs of the queue, each a filter of routing's list. */
export interface Tab {
  key: string;
  title: string;
  query: { state?: 'assigned' | 'in-review' | 'answered'; tab?: 'new' | 'due-soon' | 'overdue' | 'returned' | 'urged' | 'in-sign-off'; firstAsked?: 'true' };
  /** Which of the unit's counts says how many there are. */
  count?: 'new' | 'dueSoon' | 'overdue' | 'returned' | 'urged' | 'inSignOff' | 'inReview' | 'renewals';
}

export const tabs = [
  { key: 'open', title: '待答复', query: { state: 'assigned' } },
  { key: 'new', title: '新到', query: { tab: 'new' }, count: 'new' },
  { key: 'due-soon', title: '今明到期', query: { tab: 'due-soon' }, count: 'dueSoon' },
  { key: 'overdue', title: '超期', query: { tab: 'overdue' }, count: 'overdue' },
  { key: 'returned', title: '退回', query: { tab: 'returned' }, count: 'returned' },
  { key: 'urged', title: '督办', query: { tab: 'urged' }, count: 'urged' },
  { key: 'sign-off', title: '待签', query: { tab: 'in-sign-off' }, count: 'inSignOff' },
  { key: 'renewals', title: '二次办理', query: {}, count: 'renewals' },
  { key: 'review', title: '审核发布中', query: { state: 'in-review' }, count: 'inReview' },
  { key: 'answered', title: '已答复', query: { state: 'answered' } },
  { key: 'first-asked', title: '首问', query: { state: 'assigned', firstAsked: 'true' } },
] as const satisfies readonly Tab[];

export const tabOf = (key: unknown): Tab => tabs.find((tab) => tab.key === key) ?? tabs[0];

/** How many wait in a tab; null where nobody counts them, or not yet. */
export function countOf({ count }: Tab, queues: Pick<MyQueues, 'unit'> | undefined): number | null {
  if (!count || !queues?.unit) return null;
  return count === 'renewals' ? queues.unit.renewals.waiting : queues.unit[count];
}

export const keyWords: readonly (readonly [keys: string, does: string])[] = [
  ['J', '下一件'], ['K', '上一件'], ['Enter', '打开所在的一件'], ['R', '写答复'], ['E', '延期说明'], ['Ctrl+S', '存为一版'], ['Ctrl+Enter', '提交审核'], ['Esc', '回到列表'], ['?', '快捷键一览'],
];
