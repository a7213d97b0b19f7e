import { invalidRequest } from '@wenzheng/platform';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The attributes that stand in `ce-` headers: without the quotes of a quoted string, and with their percent signs decoded once. Node reads
 * the bytes of a header as Latin-1, so that what was sent as plain UTF-8 is read as that.
 * @throws Problem `invalid-request` where a percent sign stands for nothing, or the bytes are not UTF-8
 */
export function attributesOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const given = Object.entries(headers).filter(([name, value]) => name.startsWith('ce-') && value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.slice('ce-'.length), decoded(name, String(value))]));
}

function decoded(name: string, value: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
  const text = quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw faultOf(name);
  const bytes = Buffer.from(text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw faultOf(name);
  }
}

const faultOf = (name: string) => invalidRequest([{ message: '', code: 'invalid_format', path: ['headers', name] }]);
