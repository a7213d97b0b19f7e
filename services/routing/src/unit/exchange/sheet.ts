import { CsvError, parse } from 'csv-parse/sync';
import { csvText, withoutApostrophe } from '@wenzheng/platform/text';
import { problem } from '../../problems.js';

/** How a sheet writes one kind of thing: a column for each of its properties, by the name that people read. */
export type Columns = Readonly<Record<string, string>>;
export type Row = Record<string, string>;

/** Of what stands in one cell together. */
const separator = '；';
export const joined = (values: readonly string[]): string => values.join(separator);
export const parted = (cell: string): string[] => cell.split(/[;；]/).map((part) => part.trim()).filter((part) => part !== '');

export const sheetOf = (columns: Columns, rows: readonly Readonly<Record<string, string | number | null>>[]): string =>
  csvText([Object.values(columns), ...rows.map((row) => Object.keys(columns).map((name) => row[name] ?? null))]);

/**
 * The rows of a sheet, with the number of the line on which each begins. Columns are known by the name that people read or by the property's, in any order; a column that
 * nobody knows is refused: it would be lost.
 * @throws Problem `routing.sheet-unreadable`, `routing.sheet-columns`
 */
export function rowsOf(columns: Columns, text: string, pointer: string): { line: number; row: Row }[] {
  const [head, ...lines] = read(text, pointer);
  const names = new Map(Object.entries(columns).flatMap(([name, title]) => [[title, name] as const, [name, name] as const]));
  const found = (head?.record ?? []).map((title) => names.get(title.trim()));
  const unknown = head?.record.find((title) => !names.has(title.trim()));
  const missing = Object.entries(columns).find(([name]) => !found.includes(name));
  const twice = found.find((name, index) => found.indexOf(name) !== index);
  const fault = unknown ?? (twice === undefined ? undefined : columns[twice]) ?? missing?.[1];
  if (fault !== undefined) throw problem('routing.sheet-columns', { parameters: { column: fault.slice(0, 40) }, errors: [{ pointer, code: 'invalid_value' }] });
  return lines.map(({ record, line }) => ({ line, row: Object.fromEntries(record.map((cell, index) => [found[index] ?? '', withoutApostrophe(cell).trim()])) }));
}

function read(text: string, pointer: string): { record: string[]; line: number }[] {
  try {
    const rows = parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw problem('routing.sheet-unreadable', { parameters: { line: Number(error['lines'] ?? 1) }, errors: [{ pointer, code: 'invalid_value' }] });
  }
}
