// 脱敏: what may not stand in public. Detection works on a copy in plain characters; what is replaced is cut out of the text as it was
// written, so everything else stays as it is.
import { addressesIn, isOffices } from './addresses.rules.js';
import { chineseNumerals, plainText, type Numerals } from './plain-text.js';
import { readingsIn } from './readings.rules.js';

export const placeholders = {
  mobile: '〔手机号已隐去〕',
  telephone: '〔电话已隐去〕',
  identity: '〔身份证号已隐去〕',
  document: '〔证件号已隐去〕',
  email: '〔邮箱已隐去〕',
  bankCard: '〔银行卡号已隐去〕',
  account: '〔账号已隐去〕',
  plate: '〔车牌号已隐去〕',
} as const;

/** Numbers and mailboxes that units publish themselves; they stand. Made by {@link directoryOf}. */
export type PhoneDirectory = ReadonlySet<string>;

const areaCode = /^0(?:10|2\d|[3-9]\d{2})(?=\d{7,8}$)/;

/** Each entry is read as a text is, whatever prefix or extension it has. */
export function directoryOf(phones: Iterable<string>): PhoneDirectory {
  const numbers = new Set<string>();
  for (const phone of phones) {
    const { telephones } = examine(`电话${phone}`, numbers);
    let area = '';
    for (const number of telephones.size > 0 ? telephones : [phone.replace(/\D/g, '')]) {
      if (number.length < 5) continue;
      // 0554-6663333/6663334: the second has the area of the first.
      area = areaCode.exec(number)?.[0] ?? area;
      numbers.add(number);
      numbers.add(number.replace(areaCode, ''));
      if (/^[2-9]\d{6,7}$/.test(number)) numbers.add(area + number);
    }
  }
  return numbers;
}

/**
 * Replaces telephone, identity, document, bank-card, QQ and WeChat numbers, plates and e-mail addresses.
 * Guarantee: a pure function of text and directory, idempotent, linear in the length of the text, and nothing but the number
 * itself changes. Limit: names and addresses of homes are not recognised.
 */
export function redact(text: string, directory: PhoneDirectory = new Set()): string {
  return examine(text, directory).text;
}

export interface Examined {
  text: string;
  /** The telephone numbers and mailboxes that were found, hidden or not, as {@link PhoneDirectory} writes them. */
  telephones: ReadonlySet<string>;
  /** How many readings of numbers were tried: the work. */
  tried: number;
}

const spoken = new RegExp(`[${chineseNumerals}][^\\p{L}]{0,3}[\\d${chineseNumerals}]`, 'u');
/** What runs on into what was hidden, such as a plate into a passport's letters, shows itself in the next round. */
const mostRounds = 3;

const mayHold = new RegExp(`[\\p{N}@＠﹫${chineseNumerals}]|[微威薇]信|[vq]|chat|weixin|wx|艾特|at`, 'iu');

export function examine(text: string, directory: PhoneDirectory): Examined {
  const found: Found = { telephones: new Set(), tried: 0 };
  if (!mayHold.test(text)) return { text, ...found };
  let redacted = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = redacted;
    redacted = ways(text).reduce((words, numerals) => hide(words, numerals, { directory, found }), before);
    if (redacted === before) break;
  }
  return { text: redacted, ...found };
}

/** ① may be a digit, or the mark of an item before a number, and 三 may be one or a word: they are read both ways. */
function ways(text: string): Numerals[] {
  const marks = /\p{No}/u.test(text) || /&#/.test(text);
  const chinese = spoken.test(text);
  return ['none', ...(marks ? ['marks' as const] : []), ...(chinese ? ['chinese' as const] : [])];
}

interface Found {
  telephones: Set<string>;
  tried: number;
}

interface Span {
  from: number;
  to: number;
  placeholder: string | null;
}

function hide(text: string, numerals: Numerals, { directory, found }: { directory: PhoneDirectory; found: Found }): string {
  const { plain, startOf, endOf } = plainText(text, numerals);
  const addresses = addressesIn(plain).map(({ from, to, kind, mailbox }): Span => {
    if (mailbox !== null) found.telephones.add(mailbox);
    const stands = mailbox !== null && (isOffices(mailbox) || directory.has(mailbox));
    return { from, to, placeholder: stands ? null : placeholders[kind] };
  });
  const { readings, tried } = readingsIn(without(plain, addresses));
  const numbers = readings.map(({ from, to, kind, telephone }): Span => {
    if (telephone !== null) found.telephones.add(telephone);
    const stands = kind === null || (telephone !== null && directory.has(telephone));
    return { from, to, placeholder: stands ? null : placeholders[kind] };
  });
  found.tried += tried;
  let result = '';
  let written = 0;
  for (const { from, to, placeholder } of [...addresses, ...numbers].sort((one, other) => one.from - other.from)) {
    if (placeholder === null) continue;
    result += text.slice(written, startOf(from)) + placeholder;
    written = endOf(to - 1);
  }
  return result + text.slice(written);
}

/** No number goes on into an address: there stand brackets in its place, as when it is hidden. */
function without(plain: string, addresses: readonly Span[]): string {
  let result = '';
  let written = 0;
  for (const { from, to } of addresses) {
    result += plain.slice(written, from) + '〔'.repeat(to - from);
    written = to;
  }
  return result + plain.slice(written);
}
