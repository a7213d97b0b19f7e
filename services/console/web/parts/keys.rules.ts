/** What keys do on a list and what it opens. */
export type Deed = 'next' | 'previous' | 'write' | 'save' | 'submit' | 'extend' | 'back' | 'help';

export interface KeyPress {
  key: string;
  ctrl: boolean;
  alt: boolean;
  /** Whether somebody is typing into a field. */
  isTyping: boolean;
}

const letters: Record<string, Deed> = { j: 'next', k: 'previous', r: 'write', e: 'extend', '?': 'help' };

/** The letter that was pressed as a shortcut (WCAG 2.1.4: single letters do nothing in a field, nor once they are switched off). */
export const letterOf = ({ key, ctrl, alt, isTyping }: KeyPress, areLettersOn: boolean): string | null => (ctrl || alt || isTyping || !areLettersOn ? null : key.toLowerCase());

/** What a key means on every list. */
export function deedOfKey(press: KeyPress, areLettersOn: boolean): Deed | null {
  const { key, ctrl, alt } = press;
  if (alt) return null;
  if (ctrl) return key.toLowerCase() === 's' ? 'save' : key === 'Enter' ? 'submit' : null;
  if (key === 'Escape') return 'back';
  return letters[letterOf(press, areLettersOn) ?? ''] ?? null;
}

/** The row before or after; the one at the end stays. */
export function neighbour(rows: readonly string[], id: string | undefined, step: 1 | -1): string | undefined {
  const here = id === undefined ? -1 : rows.indexOf(id);
  if (here < 0) return rows[0];
  return rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
}

/** The row to go to once this one is done: what follows, else what is before it. */
export function nextAfter(rows: readonly string[], id: string): string | undefined {
  const here = rows.indexOf(id);
  return rows[here + 1] ?? rows[here - 1];
}
