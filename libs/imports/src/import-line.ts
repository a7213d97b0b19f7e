import { JsonError, parseJson, type JsonFault } from '@wenzheng/platform/text';

/** One line of a file of past messages: a message, and the reply that it got, if any. */
export interface ImportLine {
  number: number;
  id: string;
  user: string;
  title?: string;
  text: string;
  submittedAt: string;
  likes?: number;
  reply?: { text: string; submittedAt: string };
}

export type ImportColumn = 'id' | 'user' | 'subject' | 'submitted_at' | 'body' | 'up' | 'reply' | 'replied_at';

/** What is wrong with a line as a whole. */
export type WholeFault = JsonFault | 'not_object';
/** What is wrong in one of its columns. */
export type ColumnFault = 'missing' | 'not_text' | 'not_instant' | 'not_likes';
export type LineFault = { code: WholeFault } | { code: ColumnFault; column: ImportColumn };

/** A line that cannot be taken; its number is for whoever looks for it in the file. */
export interface FaultyLine {
  number: number;
  faults: LineFault[];
}

/**
 * Reads `{id, user, subject?, submitted_at, body, up?, reply?, replied_at?}`; other columns are passed over. A number is the digits that stand
 * there: an id may have more of them than a number of JavaScript.
 */
export function readImportLine(number: number, text: string): ImportLine | FaultyLine {
  const row = rowOf(text);
  if (typeof row === 'string') return { number, faults: [{ code: row }] };
  const faults: LineFault[] = [];
  const note = (code: ColumnFault, column: ImportColumn) => void faults.push({ code, column });
  /** Undefined where it is no text. */
  const optional = (column: ImportColumn): string | undefined => {
    const value = row[column] ?? '';
    if (typeof value === 'string') return value;
    note('not_text', column);
    return undefined;
  };
  const required = (column: ImportColumn): string => {
    const value = optional(column);
    if (value?.trim() === '') note('missing', column);
    return value ?? '';
  };
  const instant = (column: ImportColumn): string => {
    const value = required(column);
    if (value.trim() !== '' && !isInstant(value)) note('not_instant', column);
    return value;
  };
  const line: ImportLine = { number, id: required('id'), user: required('user'), text: required('body'), submittedAt: instant('submitted_at') };
  const [title = '', likes = '', reply = ''] = [optional('subject'), optional('up'), optional('reply')];
  if (title.trim() !== '') line.title = title;
  if (likes !== '' && !/^\d{1,9}$/.test(likes)) note('not_likes', 'up');
  if (likes !== '') line.likes = Number(likes);
  if (reply.trim() !== '') line.reply = { text: reply, submittedAt: instant('replied_at') };
  return faults.length > 0 ? { number, faults } : line;
}

const isInstant = (text: string): boolean => /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));

function rowOf(text: string): Record<string, unknown> | WholeFault {
  try {
    const value = parseJson(text, { numbers: 'text' });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : 'not_object';
  } catch (error) {
    if (error instanceof JsonError) return error.fault;
    throw error;
  }
}
