/** A line that cannot be read; its number is for people who look for it in the file. */
export class LineError extends Error {
  override readonly name = 'LineError';
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

const lineFeed = 0x0a;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The lines of a file of JSON lines, without their ends. LF and CRLF end a line and nothing else does: U+2028 and U+2029 stand in
 * what people write, where Node's `readline` would break it. No byte of another UTF-8 character is a line feed, so each line is decoded by itself.
 * @throws LineError for a line that is not UTF-8
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let number = 1;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      parts.push(chunk.subarray(start, end));
      yield decodeLine(number, parts);
      parts = [];
      number += 1;
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  if (parts.length > 0) yield decodeLine(number, parts);
}

function decodeLine(number: number, parts: readonly Uint8Array[]): string {
  const text = decodeUtf8(joined(parts));
  if (text === undefined) throw new LineError(number, 'is not UTF-8 (is it GBK? save it as UTF-8)');
  return (number === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '');
}

/** Without Node's Buffer: a browser reads files as well. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A whole file of text. @throws LineError for its first line that is not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text.replace(/^\uFEFF/, '');
  let number = 1;
  for (let start = 0, end = 0; end !== -1; start = end + 1, number += 1) {
    end = bytes.indexOf(lineFeed, start);
    decodeLine(number, [bytes.subarray(start, end === -1 ? undefined : end)]);
  }
  throw new LineError(number, 'is not UTF-8');
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
