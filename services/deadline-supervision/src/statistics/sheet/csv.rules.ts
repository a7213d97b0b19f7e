import type { Cell, Sheet } from './sheet.rules.js';

/**
 * RFC 4180 in UTF-8, with the byte order mark without which Excel takes it for the system's own encoding. A text that a
 * spreadsheet would run as a formula, whatever blanks or fullwidth signs it begins with, stands behind an apostrophe.
 */
export function csvOf({ preamble, columns, rows, notes }: Sheet): string {
  const lines: readonly (readonly Cell[])[] = [...preamble.map((line) => [line]), columns, ...rows, [], ...notes];
  return `\uFEFF${lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')}`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.decimal;
  return quoted(isFormula(cell) ? `'${cell}` : cell);
}

/** = + - @ and their fullwidth forms; a tab or line end in front makes some programs begin after it. */
const isFormula = (text: string): boolean => /^[\t\r\n]|^[\s\p{Cf}]*[=+\-@＝＋－＠−﹦﹢﹣﹫]/u.test(text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
