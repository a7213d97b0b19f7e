/** Levels of objects and lists within each other; no text of ours has more than eight. */
const deepest = 32;
/** Values in one text: an import of 200 messages has some 4,000. */
const widest = 100_000;

/** Why a text is refused as JSON. */
export type JsonFault = 'not_json' | 'too_deep' | 'too_wide' | 'duplicate_name' | 'forbidden_name';
export class JsonError extends Error {
  override readonly name = 'JsonError';
  constructor(readonly fault: JsonFault) {
    super(fault);
  }
}

/** `source` is not yet among TypeScript's types. */
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;
const digitsAsWritten: Reviver = (_, value, { source }) => (typeof value === 'number' && source !== undefined ? source : value);

/**
 * JSON, read to the letter: a name that stands twice in one object (which of the two counts would be anyone's guess) is refused, as
 * are `__proto__`, and nesting or width that would keep everyone else waiting.
 * @param numbers as `text` where they are ids: 9007199254740993001 and …002 are one number to JavaScript
 * @throws JsonError
 */
export function parseJson(text: string, { numbers = 'numbers' }: { numbers?: 'numbers' | 'text' } = {}): unknown {
  const fault = faultOf(text);
  if (fault) throw new JsonError(fault);
  try {
    return JSON.parse(text, numbers === 'text' ? (digitsAsWritten as (key: string, value: unknown) => unknown) : undefined) as unknown;
  } catch {
    throw new JsonError('not_json');
  }
}

const [quote, comma, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x2c, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** One walk over the text, without building anything of it. What is no JSON at all is left to the parser. */
function faultOf(text: string): JsonFault | undefined {
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
