import { platformProblem, type Problem } from './problem/problem.js';
import { JsonError, parseJson } from './text/json.js';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A JSON body, read to the letter: bytes that are not UTF-8 are refused and not replaced, as is what `parseJson` refuses.
 * @throws Problem `malformed-body`, with the reason as the code of its error
 */
export function readJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof JsonError ? malformed(error.fault) : error;
  }
}

/** A form's fields, `application/x-www-form-urlencoded`; what stands twice is a list. */
export function readForm(bytes: Buffer): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const pair of decode(bytes).split('&')) {
    if (pair === '') continue;
    const [name, value] = [pair.split('=', 1)[0] ?? '', pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : ''].map(decodeField) as [string, string];
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

/** Charsets that are UTF-8 by another name; another one is not read as if it were. */
export function isUtf8(contentType: string | undefined): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)"?/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
}

function decode(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw malformed('not_utf8');
  }
}

function decodeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed('not_utf8');
  }
}

const malformed = (code: string): Problem => platformProblem('malformed-body', { errors: [{ pointer: '', code }] });
