/** The tabs of the list, each a state that routing lists. */
export interface TaskTab {
  key: 'open' | 'declined' | 'closed';
  title: string;
  empty: string;
}

const open: TaskTab = { key: 'open', title: '待反馈', empty: '没有待反馈的协办事项。' };
const closed: TaskTab = { key: 'closed', title: '已结', empty: '没有已结的协办事项。' };

/** What waits for the reader comes first: for a unit its own tasks, for the office refusals. */
export const tabsFor = (isOffice: boolean): readonly [TaskTab, ...TaskTab[]] =>
  isOffice ? [{ key: 'declined', title: '待决定', empty: '没有待决定的协办事项。' }, open, closed] : [open, { key: 'declined', title: '待信息办决定', empty: '没有等待信息办决定的协办事项。' }, closed];

export const tabOf = (tabs: readonly [TaskTab, ...TaskTab[]], key: unknown): TaskTab => tabs.find((tab) => tab.key === key) ?? tabs[0];
