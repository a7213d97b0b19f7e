import { unzipSync, zipSync } from 'fflate';
import writeXlsxFile, { type Cell as XlsxCell } from 'write-excel-file/node';
import type { Cell, Sheet } from './sheet.js';

/** One page of figures and one of their definitions. Every text is a text cell: nothing in it is ever a formula. The same sheet is the same file to the last byte, whenever it is written. */
export async function xlsxOf({ preamble, columns, rows, notes }: Sheet): Promise<Buffer> {
  const heading = (value: string) => ({ ...text(value), fontWeight: 'bold' as const, wrap: true });
  const figures = [...preamble.map((line) => [text(line)]), columns.map(heading), ...rows.map((row) => row.map(cellOf))];
  const definitions = [['指标', '解释', '单位'].map(heading), ...notes.map((note) => note.map(text))];
  return withoutTimes(await writeXlsxFile([
    { data: figures, sheet: '统计', columns: columns.map((_, index) => ({ width: index === 1 ? 24 : 12 })), stickyRowsCount: preamble.length + 1 },
    { data: definitions, sheet: '指标解释', columns: [{ width: 28 }, { width: 80 }, { width: 10 }] },
  ]).toBuffer());
}

/** The writer stamps each part with the time of writing. */
const withoutTimes = (file: Buffer): Buffer => Buffer.from(zipSync(unzipSync(file), { mtime: new Date(1980, 0, 1) }));

// Excel reads _x0041_ as an A: its own underscore is written so, where it would be taken for the beginning of one (ECMA-376, ST_Xstring).
const text = (value: string) => ({ value: value.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'), type: String });

function cellOf(cell: Cell): XlsxCell {
  if (cell === null) return null;
  if (typeof cell === 'string') return text(cell);
  if (typeof cell === 'number') return { value: cell, type: Number };
  return { value: Number(cell.decimal), type: Number, format: '0.00' };
}
