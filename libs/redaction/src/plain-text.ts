/** A text in plain characters, and where each of them stands in the text as it was written. */
export interface PlainText {
  plain: string;
  /** Offset at which the character behind `plain[index]` begins. */
  startOf(index: number): number;
  /** Offset behind the character of `plain[index]`. */
  endOf(index: number): number;
}

/** What counts as a digit besides decimal digits: ①, ⑴, ² and the like; 一, 〇, 幺 and the like. */
export type Numerals = 'none' | 'marks' | 'chinese';

// U+2800, the blank of braille, and what a paste leaves of a picture are drawn as nothing as well.
const invisible = /^[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\ufff9-\ufffc]$/u;
// No decomposition says of these what they are: each row begins with its 1.
const numeralRows = [0x2776, 0x2780, 0x278a, 0x24f5];
/** As they are read aloud and as they are written on cheques. */
export const chineseNumerals = '零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两貳參陸';
const chineseDigits = new Map([...chineseNumerals].map((character, index) => [character.charCodeAt(0), '0012345678911234567892236'.charAt(index)]));

// Nearly every character of a letter: ideographs, and ASCII but for controls and what markup begins with.
const isPlain = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x20 && code < 0x7f && code !== 0x26 && code !== 0x3c) || code === 0x0a ||
  (code >= 0x3001 && code <= 0x3011) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3400 && code <= 0x4dbf);

/**
 * Detection reads this copy: digits, letters and separators of every script and form are plain ones, blanks and line ends of a
 * pasted page too, and what nobody sees is left out.
 */
export function plainText(text: string, numerals: Numerals): PlainText {
  // A character becomes two at most.
  const codes = new Uint16Array(text.length * 2);
  const starts = new Uint32Array(text.length * 2);
  const ends = new Uint32Array(text.length * 2);
  let length = 0;
  for (let offset = 0; offset < text.length; ) {
    const code = text.charCodeAt(offset);
    const chinese = numerals === 'chinese' ? chineseDigits.get(code) : undefined;
    if (chinese === undefined && isPlain(code)) {
      codes[length] = code;
      starts[length] = offset;
      offset += 1;
      ends[length] = offset;
      length += 1;
      continue;
    }
    const [written, behind] = chinese === undefined ? readAt(text, offset, numerals) : [chinese, offset + 1];
    for (let index = 0; index < written.length; index += 1, length += 1) {
      codes[length] = written.charCodeAt(index);
      starts[length] = offset;
      ends[length] = behind;
    }
    offset = behind;
  }
  const plain = Buffer.from(codes.buffer, 0, length * 2).toString('utf16le');
  return { plain, startOf: (index) => starts[index] ?? text.length, endOf: (index) => ends[index] ?? text.length };
}

const entity = /&(?:(nbsp|ensp|emsp|thinsp)|(zwnj|zwj|shy)|#(\d{1,7})|#x([\da-f]{1,6}));?/iy;
// A tag with a digit in it is none: what stands in it is read.
const tag = /<\/?(br|p|div|li|tr|td)?(?:b|i|u|a|em|sup|sub|span|font|strong)?(?=[\s/>])[^<>\p{N}]{0,80}>/iuy;

/** What a character, an entity or a tag of a pasted page reads as, and the offset behind it. */
function readAt(text: string, offset: number, numerals: Numerals): [written: string, behind: number] {
  const code = text.codePointAt(offset) ?? 0;
  if (code === 0x3c) {
    const [found, block] = matchAt(tag, text, offset) ?? [];
    if (found !== undefined && found.length > 2) return [block === undefined ? '' : '\n', offset + found.length];
  }
  if (code === 0x26) {
    const [found, blank, nothing, decimal, hexadecimal] = matchAt(entity, text, offset) ?? [];
    if (found !== undefined) {
      const named = Number(decimal ?? `0x${hexadecimal ?? '0'}`);
      const written = blank ? ' ' : nothing ? '' : named > 0x10ffff ? '' : plainCharacter(named, numerals);
      return [written, offset + found.length];
    }
  }
  return [plainCharacter(code, numerals), offset + (code > 0xffff ? 2 : 1)];
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

// What a character reads as is asked of Unicode's tables once.
const known: Record<'none' | 'marks', Map<number, string>> = { none: new Map(), marks: new Map() };
const mostKnown = 50_000;

function plainCharacter(code: number, numerals: Numerals): string {
  const memory = known[numerals === 'marks' ? 'marks' : 'none'];
  let written = memory.get(code);
  if (written === undefined) {
    written = read(String.fromCodePoint(code), numerals === 'marks');
    if (memory.size < mostKnown) memory.set(code, written);
  }
  return written;
}

function read(character: string, numerals: boolean): string {
  if (/^[\t\v\f]$/.test(character)) return ' ';
  if (/^[\r\n\u0085\u2028\u2029]$/.test(character)) return '\n';
  if (/^\p{Nd}$/u.test(character)) return digitOf(character);
  if (/^\p{No}$/u.test(character)) return numerals ? numeralOf(character) : character;
  if (invisible.test(character)) return '';
  if (/^[\p{Pd}\u2212\u2500\u2501\u2796]$/u.test(character) && !/^[\u301c\u3030]$/.test(character)) return '-';
  if (/^[\u301c\u3030\u223c\u223d]$/.test(character)) return '~';
  if (/^[\p{Zs}\u2800]$/u.test(character)) return ' ';
  if (/^[·•‧∙⋅・･]$/.test(character)) return '·';
  const compatible = character.normalize('NFKC');
  return /^[\x21-\x7e、。·]$/.test(compatible) ? compatible : character;
}

/** Decimal digits stand in rows of ten, in every script; those that stand in several rows on end decompose. */
function digitOf(character: string): string {
  const compatible = character.normalize('NFKC');
  if (/^[0-9]$/.test(compatible)) return compatible;
  const code = compatible.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** At most two digits; a numeral of another kind, such as half, stays as it is. */
function numeralOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const row = numeralRows.find((first) => code >= first && code < first + 10);
  if (row !== undefined) return String(code - row + 1);
  if (code === 0x24ff || code === 0x1f10b || code === 0x1f10c) return '0';
  const [digits] = /^\(?(\d{1,2})[.,)]?$/.exec(character.normalize('NFKC'))?.slice(1) ?? [];
  return digits ?? character;
}
