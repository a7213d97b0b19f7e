/** `decimal` is printed as it stands. */
export type CsvCell = string | number | { decimal: string } | null;

/**
 * RFC 4180 in UTF-8, with the byte order mark without which Excel takes it for the system's own encoding. A text that a
 * spreadsheet would run as a formula, whatever blanks or fullwidth signs it begins with, stands behind an apostrophe.
 */
export function csvText(lines: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')}`;
}

/** A cell as it was before {@link csvText} put its apostrophe there. */
export const withoutApostrophe = (cell: string): string => (cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell);

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.decimal;
  return quoted(isFormula(cell) ? `'${cell}` : cell);
}

/** = + - @ and their fullwidth forms; a tab or line end in front makes some programs begin after it. */
const isFormula = (text: string): boolean => /^[\t\r\n]|^[\s\p{Cf}]*[=+\-@＝＋－＠−﹦﹢﹣﹫]/u.test(text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
