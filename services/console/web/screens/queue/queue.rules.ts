/** The tabs of the queue, each a filter of routing's list. */
export interface Tab {
  key: string;
  title: string;
  query: { state?: 'assigned' | 'in-review' | 'answered'; overdue?: 'true'; firstAsked?: 'true' };
}

export const tabs = [
  { key: 'open', title: '待答复', query: { state: 'assigned' } },
  { key: 'overdue', title: '超期', query: { state: 'assigned', overdue: 'true' } },
  { key: 'review', title: '审核发布中', query: { state: 'in-review' } },
  { key: 'answered', title: '已答复', query: { state: 'answered' } },
  { key: 'first-asked', title: '首问', query: { state: 'assigned', firstAsked: 'true' } },
] as const satisfies readonly Tab[];

export const tabOf = (key: unknown): Tab => tabs.find((tab) => tab.key === key) ?? tabs[0];

export const keyWords: readonly (readonly [keys: string, does: string])[] = [
  ['J', '下一件'], ['K', '上一件'], ['Enter', '打开所在的一件'], ['R', '写答复'], ['E', '延期说明'], ['Ctrl+S', '存为一版'], ['Ctrl+Enter', '提交审核'], ['Esc', '回到列表'], ['?', '快捷键一览'],
];
