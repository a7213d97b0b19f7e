/** The page of GB/T 9704-2012, in points. */
export const mm = 72 / 25.4;

/** 版心: 156 × 225 mm, of 22 lines with 28 characters each; 28 × 16 pt would be 158 mm, so the pitch is a little less. */
export const core = { width: 156 * mm, height: 225 * mm };
export const linesOfPage = 22;
export const charactersOfLine = 28;
export const lineHeight = core.height / linesOfPage;
export const cell = core.width / charactersOfLine;

/** 3号, 4号, 2号, and 小四 in tables. */
export const size = { body: 16, small: 14, title: 22, table: 12 } as const;
export const spacing = { body: cell - size.body, small: 0, title: 0, table: 0 } as const;

export const titleLine = 1.25 * lineHeight;
export const tableLine = 18;
export const cellPadding = { x: 1.2 * mm, y: 1 * mm };
export const ruleOfTable = 0.25 * mm;

/** As high as the standard's guide has it, and no wider than the 版心. */
export function markSize(mark: string, form: 'document' | 'letter'): number {
  return Math.min(form === 'document' ? 42 : 36, Math.floor(core.width / Math.max([...mark].length, 1)));
}

/** The next line of the grid, at a height or below it. */
export const onGrid = (height: number): number => Math.ceil(height / lineHeight - 1e-6) * lineHeight;
