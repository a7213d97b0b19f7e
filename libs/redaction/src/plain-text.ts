/** A text in plain characters, and where each of them stands in the text as it was written. */
export interface PlainText {
  plain: string;
  /** Offset at which the character behind `plain[index]` begins. */
  startOf(index: number): number;
  /** Offset behind the character of `plain[index]`. */
  endOf(index: number): number;
}

const invisible = /^[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]$/u;
// No decomposition says of these what they are: each row begins with its 1.
const numeralRows = [0x2776, 0x2780, 0x278a, 0x24f5];

// Nearly every character of a letter: ideographs, and ASCII but for tab and carriage return.
const isPlain = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code <= 0x7f && code !== 0x09 && code !== 0x0d) || (code >= 0x3001 && code <= 0x3011) || code === 0xff0c;

/**
 * Detection reads this copy: digits, letters and separators of every script and form are plain ones, and what nobody sees is
 * left out. `numerals` takes ①, ⑴, ² and the like for digits, too.
 */
export function plainText(text: string, { numerals }: { numerals: boolean }): PlainText {
  // A character becomes two at most.
  const starts = new Uint32Array(text.length * 2);
  const ends = new Uint32Array(text.length * 2);
  let plain = '';
  let length = 0;
  let kept = 0;
  for (let offset = 0; offset < text.length; ) {
    const code = text.codePointAt(offset) ?? 0;
    const behind = offset + (code > 0xffff ? 2 : 1);
    let width = behind - offset;
    if (!isPlain(code)) {
      const written = plainCharacter(text.slice(offset, behind), numerals);
      plain += text.slice(kept, offset) + written;
      kept = behind;
      width = written.length;
    }
    starts.fill(offset, length, length + width);
    ends.fill(behind, length, length + width);
    length += width;
    offset = behind;
  }
  plain += text.slice(kept);
  return { plain, startOf: (index) => starts[index] ?? text.length, endOf: (index) => ends[index] ?? text.length };
}

function plainCharacter(character: string, numerals: boolean): string {
  if (character === '\t') return ' ';
  if (character === '\r') return '\n';
  if (/^\p{Nd}$/u.test(character)) return digitOf(character);
  if (/^\p{No}$/u.test(character)) return numerals ? numeralOf(character) : character;
  if (invisible.test(character)) return '';
  if (/^[\p{Pd}\u2212]$/u.test(character)) return '-';
  if (/^\p{Zs}$/u.test(character)) return ' ';
  if (/^[\u0085\u2028\u2029]$/.test(character)) return '\n';
  if (/^[·•‧∙⋅・･]$/.test(character)) return '·';
  const compatible = character.normalize('NFKC');
  return /^[\x21-\x7e]$/.test(compatible) ? compatible : character;
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
