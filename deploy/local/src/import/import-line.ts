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

/** A line that is not a message, and why. */
export class BadLineError extends Error {
  override readonly name = 'BadLineError';
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

/**
 * Reads `{id, user, subject?, submitted_at, body, up?, reply?, replied_at?}`; other columns are ignored.
 * @throws BadLineError
 */
export function parseImportLine(number: number, text: string): ImportLine {
  const row = parseObject(number, text);
  const string = (name: string): string | undefined => {
    const value = row[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw new BadLineError(number, `"${name}" is not a text`);
  };
  const required = (name: string): string => {
    const value = string(name);
    if (value === undefined || value.trim() === '') throw new BadLineError(number, `"${name}" is missing`);
    return value;
  };
  const instant = (name: string): string => {
    const value = required(name);
    if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || Number.isNaN(Date.parse(value))) {
      throw new BadLineError(number, `"${name}" is no instant with an offset, such as 2026-03-02T09:30:00+08:00`);
    }
    return value;
  };
  const likes = row['up'] ?? undefined;
  if (likes !== undefined && !(Number.isInteger(likes) && Number(likes) >= 0)) throw new BadLineError(number, '"up" is no number of likes');
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

function parseObject(number: number, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadLineError(number, 'is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadLineError(number, 'is not a JSON object');
  return value as Record<string, unknown>;
}
