/** One line of a file of past messages, and the reply that it got, if any. */
export interface ImportLine {
  number: number;
  externalId: string;
  author: string;
  title?: string;
  text: string;
  registeredAt: string;
  likes?: number;
  reply?: { text: string; submittedAt: string };
}

/** A line that cannot be taken; its number is for whoever looks for it in the file. */
export interface LineFault {
  number: number;
  reason: string;
}

const withOffset = /T.*(Z|[+-]\d\d:?\d\d)$/;

/** A number is the digits that stand there: an id may have more of them than a number of JavaScript. */
const digitsKept = (_: string, value: unknown, context?: { source?: string }): unknown => (typeof value === 'number' ? (context?.source ?? String(value)) : value);

/** Reads `{id, user, subject?, submitted_at, body, up?, reply?, replied_at?}`; other columns are passed over. */
export function readImportLine(number: number, content: string): ImportLine | LineFault {
  const faults: string[] = [];
  const row = objectOf(content);
  if (!row) return { number, reason: '不是一个JSON对象' };
  const said = (name: string): string => {
    const value = row[name] ?? '';
    if (typeof value !== 'string') faults.push(`“${name}”不是文字`);
    return typeof value === 'string' ? value : '';
  };
  const wanted = (name: string): string => {
    const value = said(name);
    if (value.trim() === '') faults.push(`缺少“${name}”`);
    return value;
  };
  const instant = (name: string): string => {
    const value = wanted(name);
    if (value !== '' && (!withOffset.test(value) || Number.isNaN(Date.parse(value)))) faults.push(`“${name}”应为带时区的时间，如2026-03-02T09:30:00+08:00`);
    return value;
  };
  const [title, likes, reply] = [said('subject'), said('up'), said('reply')];
  if (likes !== '' && !/^\d{1,9}$/.test(likes)) faults.push('“up”不是点赞数');
  const line: ImportLine = {
    number, externalId: wanted('id'), author: wanted('user'), text: wanted('body'), registeredAt: instant('submitted_at'),
    ...(title.trim() !== '' && { title }), ...(likes !== '' && { likes: Number(likes) }), ...(reply.trim() !== '' && { reply: { text: reply, submittedAt: instant('replied_at') } }),
  };
  return faults.length > 0 ? { number, reason: [...new Set(faults)].join('；') } : line;
}

function objectOf(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content, digitsKept);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a file: LF and CRLF end a line and nothing else does. Rejects at the first byte that is not UTF-8. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    yield* parts.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== '') yield withoutReturn(rest);
}

const withoutReturn = (line: string): string => line.replace(/\r$/, '');
