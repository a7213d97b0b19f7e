const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// A superset of GB2312 and GBK, and what Chinese senders mean where they say nothing, or say what is not so.
const gb18030 = new TextDecoder('gb18030');

/** Of bytes whose charset nobody has named, or that are not what it says. */
export function decodeUnnamed(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return gb18030.decode(bytes);
  }
}

const is8Bit = (bytes: Buffer): boolean => bytes.some((byte) => byte > 0x7f);
const isUtf8 = (bytes: Buffer): boolean => {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

interface Part {
  head: Buffer;
  body: Buffer;
}

/** Of malicious depth the rest is left as it is. */
const deepest = 20;

/**
 * The letter with everything named UTF-8 that names no charset, or one that it is not in: raw characters in headers, and text parts. What is
 * right, or named in another charset, stays byte for byte.
 */
export function withCharsets(raw: Buffer, depth = 0): Buffer {
  const { head, body } = split(raw);
  const named = is8Bit(head) && !isUtf8(head) ? Buffer.from(gb18030.decode(head)) : head;
  const type = headerOf(named, 'content-type');
  const boundary = /^multipart\//i.test(type) ? parameterOf(type, 'boundary') : undefined;
  if (boundary && depth < deepest) return Buffer.concat([named, withParts(body, boundary, depth)]);
  if (type !== '' && !/^text\//i.test(type)) return Buffer.concat([named, body]);
  return withCharset({ head: named, body }, type);
}

function withCharset({ head, body }: Part, type: string): Buffer {
  const charset = parameterOf(type, 'charset')?.toLowerCase() ?? '';
  const isNamed = !/^(|us-ascii|ascii|utf-?8|unknown.*|x-unknown|default.*|8bit|iso-8859-1|_iso-2022-jp\$sio)$/.test(charset);
  if (isNamed) return Buffer.concat([head, body]);
  const bytes = decodeTransfer(body, headerOf(head, 'content-transfer-encoding').trim().toLowerCase());
  if (!is8Bit(bytes) || (isUtf8(bytes) && /^utf-?8$/.test(charset))) return Buffer.concat([head, body]);
  // Western letters are valid in ISO 8859-1, and hardly ever in GB18030: two in a row would be a Chinese character.
  if (charset === 'iso-8859-1' && !isUtf8(bytes) && !/[\u4e00-\u9fff]{2}/.test(gb18030.decode(bytes))) return Buffer.concat([head, body]);
  const subtype = /^text\/[\w.+-]+/i.exec(type)?.[0] ?? 'text/plain';
  const kept = headLines(head).filter((line) => !/^content-(type|transfer-encoding)\s*:/i.test(line));
  const format = ['format', 'delsp'].flatMap((name) => (parameterOf(type, name) ? [`; ${name}=${parameterOf(type, name)}`] : [])).join('');
  const newHead = [...kept, `Content-Type: ${subtype}; charset=utf-8${format}`, 'Content-Transfer-Encoding: base64', '', ''].join('\r\n');
  const encoded = Buffer.from(decodeUnnamed(bytes)).toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.concat([Buffer.from(newHead), Buffer.from(`${encoded}\r\n`)]);
}

function withParts(body: Buffer, boundary: string, depth: number): Buffer {
  const delimiter = `--${boundary}`;
  const text = body.toString('latin1');
  const out: Buffer[] = [];
  let place = 0;
  for (let at = lineStart(text, delimiter, 0); at >= 0; ) {
    const afterDelimiter = text.indexOf('\n', at);
    out.push(body.subarray(place, afterDelimiter < 0 ? body.length : afterDelimiter + 1));
    place = afterDelimiter < 0 ? body.length : afterDelimiter + 1;
    if (text.startsWith('--', at + delimiter.length) || afterDelimiter < 0) break;
    const next = lineStart(text, delimiter, place);
    const part = body.subarray(place, next < 0 ? body.length : next);
    out.push(withCharsets(part, depth + 1));
    if (next >= 0 && out.at(-1)?.at(-1) !== 0x0a) out.push(Buffer.from('\r\n'));
    place = next < 0 ? body.length : next;
    at = next;
  }
  out.push(body.subarray(place));
  return Buffer.concat(out);
}

/** Where a line begins with these words. */
function lineStart(text: string, words: string, from: number): number {
  for (let at = text.indexOf(words, from); at >= 0; at = text.indexOf(words, at + 1)) if (at === 0 || text[at - 1] === '\n') return at;
  return -1;
}

function split(raw: Buffer): Part {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (!end) return { head: raw, body: Buffer.alloc(0) };
  const at = end.index + end[0].length;
  return { head: raw.subarray(0, at), body: raw.subarray(at) };
}

/** Unfolded; each header one line. */
const headLines = (head: Buffer): string[] => head.toString('utf8').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/).filter((line) => line !== '');

function headerOf(head: Buffer, name: string): string {
  const line = headLines(head).find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

const parameterOf = (value: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(value);
  return found?.[1] ?? found?.[2];
};

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const text = body.toString('latin1').replace(/[ \t]+(?=\r?\n)/g, '').replace(/=\r?\n/g, '');
  return Buffer.from(text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
