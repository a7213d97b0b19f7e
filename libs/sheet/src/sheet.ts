/** A table of figures as people open it: in a spreadsheet. A number is a number there, and a text never a formula. */
export interface Sheet {
  /** Of the file. */
  name: string;
  /** What stands above the table: period, cut-off, how it is ranked. */
  preamble: readonly string[];
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** 指标解释, one a line: name, definition, unit; and whatever else is said of the figures. */
  notes: readonly (readonly [string, string, string])[];
}

/** `decimal` is printed with its two places. */
export type Cell = string | number | { decimal: string } | null;

export const sheetMediaTypes = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
