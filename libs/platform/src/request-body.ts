import { platformProblem, type Problem } from './problem/problem.js';

/** Levels of objects and lists within each other; no body of ours has more than eight. */
const deepest = 32;
/** Values in one body: an import of 200 messages has some 4,000. */
const widest = 100_000;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A JSON body, read to the letter: bytes that are not UTF-8 are refused and not replaced, as are a name that stands twice in one
 * object (which of the two counts would be anyone's guess), `__proto__`, and nesting or width that would keep everyone else waiting.
 * @throws Problem `malformed-body`, with the reason as the code of its error
 */
export function readJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  const fault = faultOf(text);
  if (fault) throw malformed(fault);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('not_json');
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

const [quote, comma, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x2c, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** One walk over the text, without building anything of it. What is no JSON at all is left to the parser. */
function faultOf(text: string): 'too_deep' | 'too_wide' | 'duplicate_name' | 'forbidden_name' | undefined {
  const open: (Set<string> | null)[] = [];
  let names: Set<string> | null = null;
  let isNameNext = false;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(text, at);
      if (isNameNext && names) {
        const name = nameOf(text, at, end);
        if (name === '__proto__') return 'forbidden_name';
        if (names.has(name)) return 'duplicate_name';
        names.add(name);
        isNameNext = false;
      }
      at = end;
    } else if (character === comma) {
      isNameNext = names !== null;
      if ((values += 1) > widest) return 'too_wide';
    } else if (character === openObject || character === openList) {
      names = character === openObject ? new Set() : null;
      isNameNext = names !== null;
      if (open.push(names) > deepest) return 'too_deep';
      if ((values += 1) > widest) return 'too_wide';
    } else if (character === closeObject || character === closeList) {
      open.pop();
      names = open.at(-1) ?? null;
      isNameNext = false;
    }
  }
  return undefined;
}

/** Where the string that begins at this quotation mark ends; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function nameOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(text.slice(start, end + 1)) as string;
  } catch {
    return raw;
  }
}
