// 脱敏: what may not stand in public. Detection works on a copy in plain characters; what is replaced is cut out of the text as it was
// written, so everything else stays as it is.
import { bankCardPasses, isIdentityNumber15, isIdentityNumber18 } from './check-digits.rules.js';
import { plainText } from './plain-text.js';

export const placeholders = {
  mobile: '〔手机号已隐去〕',
  telephone: '〔电话已隐去〕',
  identity: '〔身份证号已隐去〕',
  email: '〔邮箱已隐去〕',
  bankCard: '〔银行卡号已隐去〕',
} as const;

/** Numbers that units publish themselves; they stay. Made by {@link directoryOf}. */
export type PhoneDirectory = ReadonlySet<string>;

export function directoryOf(phones: Iterable<string>): PhoneDirectory {
  const numbers = new Set<string>();
  for (const phone of phones) {
    const digits = digitsOf(plainText(phone, { numerals: false }).plain).replace(/^(?:0086|86(?=1[3-9]\d{9}$))/, '');
    if (digits.length < 5) continue;
    numbers.add(digits);
    numbers.add(digits.replace(areaCode, ''));
  }
  return numbers;
}

const areaCode = /^0(?:10|2\d|[3-9]\d{2})(?=\d{7,8}$)/;

/**
 * Replaces mobile and fixed telephone numbers, identity-card and bank-card numbers and e-mail addresses.
 * Guarantee: idempotent, linear in the length of the text, and nothing but the number itself changes. Limit: numbers in
 * Chinese numerals, names, addresses and licence plates are not recognised.
 */
export function redact(text: string, directory: PhoneDirectory = new Set()): string {
  return examine(text, directory).text;
}

/** The redacted text, and the telephone numbers that were found in it, hidden or not, as {@link PhoneDirectory} writes them. */
export function examine(text: string, directory: PhoneDirectory): { text: string; telephones: ReadonlySet<string> } {
  const telephones = new Set<string>();
  if (!/[\p{N}@＠﹫]/u.test(text)) return { text, telephones };
  const passes = /\p{No}/u.test(text) ? [false, true] : [false];
  // ① may be a digit, or the mark of an item before a number: it is read both ways.
  const redacted = passes.reduce((words, numerals) => redactNumbers(words, { directory, telephones, numerals }), redactEmails(text));
  return { text: redacted, telephones };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

const localPart = /[A-Za-z0-9._%+-]/;
const domain = /(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}/y;

// From every @ outwards, at most 64 characters to the left: a pattern that began at the left would be quadratic.
function redactEmails(text: string): string {
  if (!/[@＠﹫]/.test(text)) return text;
  const { plain, startOf, endOf } = plainText(text, { numerals: false });
  let result = '';
  let done = 0;
  let written = 0;
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
    let start = at;
    while (start > done && at - start < 64 && localPart.test(plain.charAt(start - 1))) start -= 1;
    domain.lastIndex = at + 1;
    const found = domain.exec(plain);
    if (start === at || !found) continue;
    result += text.slice(written, startOf(start)) + placeholders.email;
    done = at + 1 + found[0].length;
    written = endOf(done - 1);
  }
  return result + text.slice(written);
}

const gap = '[ -]{0,3}';
const number = (pattern: string): RegExp => new RegExp(`(?<!\\d)${pattern}(?!\\d)`, 'y');
// Behind the check digit X anything may follow.
const identity18 = new RegExp(`(?<!\\d)[1-9](?:${gap}\\d){16}${gap}(?:\\d(?!\\d)|[Xx])`, 'y');
const identity15 = number(`[1-9](?:${gap}\\d){14}`);
const bankCard = number(`[1-9](?:${gap}\\d){15,18}`);
const wideGap = '[ \\-._/·\\n]{0,3}';
// 1987-03-12 100元 has eleven digits too.
const mobile = number(`(?:(?:\\+|00)?86${wideGap}|0)?(?!19\\d\\d[-./]\\d{1,2}[-./]\\d{1,2}(?!\\d))1${wideGap}[3-9](?:${wideGap}\\d){9}`);
const area = '0(?:10|2\\d|[3-9]\\d{2})';
const fixed = number(`(?:\\+?86${gap})?(?:\\(${area}\\)|${area})${gap}\\d(?:${gap}\\d){6,7}`);
const local = number(`[2-9]\\d{2,3}${gap}\\d{4}`);
const spoken = /(?:电话|座机|固话|联系方式|热线|传真|号码|致电|拨打|[Tt][Ee][Ll])(?!已隐去)[^0-9〔〕\n]{0,6}$/;
const further = /^[ 、,，;；/或和及]{1,3}$/;

interface Found {
  end: number;
  placeholder: string | null;
  /** Its digits, of a telephone number. */
  telephone: string | null;
}

interface Search {
  directory: PhoneDirectory;
  telephones: Set<string>;
  numerals: boolean;
}

function redactNumbers(text: string, { directory, telephones, numerals }: Search): string {
  const { plain, startOf, endOf } = plainText(text, { numerals });
  let result = '';
  let done = 0;
  let written = 0;
  let telephoneEnd = -1;
  for (let start = nextStart(plain, 0); start >= 0; start = nextStart(plain, Math.max(start + 1, done))) {
    const announced =
      spoken.test(plain.slice(Math.max(done, start - 12), start)) ||
      (telephoneEnd >= 0 && start - telephoneEnd <= 3 && further.test(plain.slice(telephoneEnd, start)));
    const found = findAt(plain, start, announced, directory);
    if (!found) continue;
    const behind = endOf(found.end - 1);
    result += text.slice(written, startOf(start)) + (found.placeholder ?? text.slice(startOf(start), behind));
    written = behind;
    done = found.end;
    if (found.telephone === null) continue;
    telephoneEnd = found.end;
    telephones.add(found.telephone);
  }
  return result + text.slice(written);
}

const startPattern = /[+(]?(?<!\d)\d/g;

function nextStart(plain: string, from: number): number {
  startPattern.lastIndex = from;
  return startPattern.exec(plain)?.index ?? -1;
}

// The longer numbers come first: an identity-card number contains what looks like a mobile number.
function findAt(plain: string, start: number, announced: boolean, directory: PhoneDirectory): Found | null {
  const checked = [
    [identity18, isIdentityNumber18, placeholders.identity],
    [bankCard, bankCardPasses, placeholders.bankCard],
    [identity15, isIdentityNumber15, placeholders.identity],
  ] as const;
  for (const [pattern, passes, placeholder] of checked) {
    const match = matchAt(pattern, plain, start);
    if (match && passes(match.replace(/[ -]/g, ''))) return { end: start + match.length, placeholder, telephone: null };
  }
  const telephones = [[mobile, placeholders.mobile], [fixed, placeholders.telephone], ...(announced ? [[local, placeholders.telephone] as const] : [])] as const;
  for (const [pattern, placeholder] of telephones) {
    const match = matchAt(pattern, plain, start);
    if (!match || !isOneNumber(match)) continue;
    const telephone = digitsOf(match).replace(/^(?:0086|86)(?=0|1[3-9]\d{9}$)/, '');
    return { end: start + match.length, placeholder: directory.has(telephone) ? null : placeholder, telephone };
  }
  return null;
}

const dotted = /[._/·\n]/;
const date = /(?<!\d)(?:\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2})(?!\d)/;

/** 13.5/14.6/15.8/16 has the digits of a mobile number, too: between dots one is written digit by digit or in longer groups. */
function isOneNumber(match: string): boolean {
  if (!dotted.test(match)) return true;
  const groups = match.split(/\D+/).filter((group) => group !== '');
  return !date.test(match) && (groups.every((group) => group.length === 1) || groups.some((group) => group.length >= 3));
}

function matchAt(pattern: RegExp, plain: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(plain)?.[0] ?? null;
}
