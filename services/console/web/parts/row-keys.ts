import { nextTick, onScopeDispose } from 'vue';
import { areShortcutsOn } from '../shell/shortcuts.js';
import { deedOfKey, letterOf, neighbour, type Deed, type KeyPress } from './keys.rules.js';

/** The id of the element that leads to a row. */
export const rowElement = (id: string): string => `row-${id}`;

export async function focusRow(id: string | undefined): Promise<void> {
  await nextTick();
  if (id !== undefined) document.getElementById(rowElement(id))?.focus();
}

/** The row that has the focus. */
export const focusedRow = (): string | undefined => document.activeElement?.id.match(/^row-(.*)$/)?.[1];

/**
 * J and K move the focus over the rows, and the other keys do what the screen says, while no dialog is open.
 * @param openRow what is open where no row has the focus
 * @param letters what this screen alone has a letter for
 */
export function useRowKeys(rows: () => readonly string[], openRow: () => string | undefined, deeds: Partial<Record<Deed, () => unknown>>, letters: Record<string, () => unknown> = {}): void {
  const move = (step: 1 | -1) => focusRow(neighbour(rows(), focusedRow() ?? openRow(), step));
  const all: Partial<Record<Deed, () => unknown>> = { next: () => move(1), previous: () => move(-1), ...deeds };

  function onKey(event: KeyboardEvent): void {
    if (document.querySelector('.el-overlay-dialog')?.checkVisibility()) return;
    const target = event.target as HTMLElement;
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    const press: KeyPress = { key: event.key, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, isTyping };
    const deed = deedOfKey(press, areShortcutsOn.value);
    const act = deed ? all[deed] : letters[letterOf(press, areShortcutsOn.value) ?? ''];
    if (!act) return;
    event.preventDefault();
    void act();
  }
  addEventListener('keydown', onKey);
  onScopeDispose(() => removeEventListener('keydown', onKey));
}
