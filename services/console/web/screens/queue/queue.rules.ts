/** The tabs of the queue, each a filter of routing's list. */
export interface Tab {
  key: string;
  title: string;
  query: { state?: 'assigned' | 'in-review' | 'answered'; overdue?: 'true' };
}

export const tabs = [
  { key: 'open', title: '待答复', query: { state: 'assigned' } },
  { key: 'overdue', title: '超期', query: { state: 'assigned', overdue: 'true' } },
  { key: 'review', title: '审核发布中', query: { state: 'in-review' } },
  { key: 'answered', title: '已答复', query: { state: 'answered' } },
] as const satisfies readonly Tab[];

export const tabOf = (key: unknown): Tab => tabs.find((tab) => tab.key === key) ?? tabs[0];

/** The row before or after; the one at the end stays. */
export function neighbour<Row extends { messageId: string }>(rows: readonly Row[], id: string | undefined, step: 1 | -1): Row | undefined {
  const here = rows.findIndex(({ messageId }) => messageId === id);
  if (here < 0) return rows[0];
  return rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
}

/** The row to go to once this one is done: what follows, else what is before it. */
export function nextAfter<Row extends { messageId: string }>(rows: readonly Row[], id: string): Row | undefined {
  const here = rows.findIndex(({ messageId }) => messageId === id);
  return rows[here + 1] ?? rows[here - 1];
}

export type Deed = 'next' | 'previous' | 'write' | 'save' | 'submit' | 'extend' | 'back' | 'help';

export interface KeyPress {
  key: string;
  ctrl: boolean;
  alt: boolean;
  /** Whether somebody is typing into a field. */
  isTyping: boolean;
}

const letters: Record<string, Deed> = { j: 'next', k: 'previous', r: 'write', e: 'extend', '?': 'help' };

/** What a key means (WCAG 2.1.4: single letters do nothing in a field, nor once they are switched off). */
export function deedOfKey({ key, ctrl, alt, isTyping }: KeyPress, areLettersOn: boolean): Deed | null {
  if (alt) return null;
  if (ctrl) return key.toLowerCase() === 's' ? 'save' : key === 'Enter' ? 'submit' : null;
  if (key === 'Escape') return 'back';
  if (isTyping || !areLettersOn) return null;
  return letters[key.toLowerCase()] ?? null;
}

export const keyWords: readonly (readonly [keys: string, does: string])[] = [
  ['J', '下一件'], ['K', '上一件'], ['Enter', '打开所在的一件'], ['R', '写答复'], ['E', '延期说明'], ['Ctrl+S', '存为一版'], ['Ctrl+Enter', '提交审核'], ['Esc', '回到列表'], ['?', '快捷键一览'],
];
