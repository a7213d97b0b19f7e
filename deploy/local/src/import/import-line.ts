import { JsonError, LineError, parseJson, type JsonFault } from '@wenzheng/platform/text';

/** One line of an import file: a message, and the reply that it got, if any. */
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

/**
 * Reads `{id, user, subject?, submitted_at, body, up?, reply?, replied_at?}`; other columns are ignored. A number is the digits that stand there:
 * an id may have more of them than a number of JavaScript.
 * @throws LineError
 */
export function parseImportLine(number: number, text: string): ImportLine {
  const row = parseObject(number, text);
  const string = (name: string): string | undefined => {
    const value = row[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    throw new LineError(number, `"${name}" is not a text`);
  };
  const required = (name: string): string => {
    const value = string(name);
    if (value === undefined || value.trim() === '') throw new LineError(number, `"${name}" is missing`);
    return value;
  };
  const instant = (name: string): string => {
    const value = required(name);
    if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || Number.isNaN(Date.parse(value))) {
      throw new LineError(number, `"${name}" is no instant with an offset, such as 2026-03-02T09:30:00+08:00`);
    }
    return value;
  };
  const likes = string('up');
  if (likes !== undefined && !/^\d{1,9}$/.test(likes)) throw new LineError(number, '"up" is no number of likes');
  const title = string('subject');
  const reply = string('reply');
  return {
    number,
    id: required('id'),
    user: required('user'),
    ...(title === undefined || title.trim() === '' ? {} : { title }),
    text: required('body'),
    submittedAt: instant('submitted_at'),
    ...(likes === undefined ? {} : { likes: Number(likes) }),
    ...(reply === undefined || reply.trim() === '' ? {} : { reply: { text: reply, submittedAt: instant('replied_at') } }),
  };
}

const faults: Record<JsonFault, string> = {
  not_json: 'is not JSON',
  too_deep: 'has too many levels',
  too_wide: 'has too many values',
  duplicate_name: 'has a column twice',
  forbidden_name: 'has a column "__proto__"',
};

function parseObject(number: number, text: string): Record<string, unknown> {
  const value = parsed(number, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LineError(number, 'is not a JSON object');
  return value as Record<string, unknown>;
}

function parsed(number: number, text: string): unknown {
  try {
    return parseJson(text, { numbers: 'text' });
  } catch (error) {
    throw error instanceof JsonError ? new LineError(number, faults[error.fault]) : error;
  }
}
