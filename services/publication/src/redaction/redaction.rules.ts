// 脱敏: what may not stand in public. Detection works on a copy of the same length in which full-width digits, letters and
// separators are plain ones; what is replaced is cut out of the text as it was written, so everything else stays as it is.
import { bankCardPasses, isIdentityNumber15, isIdentityNumber18 } from './check-digits.rules.js';

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
    const digits = digitsOf(plain(phone)).replace(/^(?:0086|86(?=1[3-9]\d{9}$))/, '');
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
  return redactNumbers(redactEmails(text), directory);
}

const fullWidth: Record<string, string> = {
  '＋': '+', '（': '(', '）': ')', '＠': '@', '．': '.', '＿': '_', '％': '%',
  '－': '-', '‐': '-', '‑': '-', '–': '-', '—': '-', '―': '-', '﹣': '-',
  '\u3000': ' ', '\u00a0': ' ', '\t': ' ', '\u200b': ' ', '\ufeff': ' ',
};

/** The same text, character by character of the same length, with plain digits, letters and separators. */
function plain(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ＋（）＠．＿％－‐‑–—―﹣\u3000\u00a0\t\u200b\ufeff]/g, (character) =>
    fullWidth[character] ?? String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

const localPart = /[A-Za-z0-9._%+-]/;
const domain = /(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}/y;

// From every @ outwards, at most 64 characters to the left: a pattern that began at the left would be quadratic.
function redactEmails(text: string): string {
  const copy = plain(text);
  let result = '';
  let done = 0;
  for (let at = copy.indexOf('@'); at >= 0; at = copy.indexOf('@', at + 1)) {
    let start = at;
    while (start > done && at - start < 64 && localPart.test(copy.charAt(start - 1))) start -= 1;
    domain.lastIndex = at + 1;
    const found = domain.exec(copy);
    if (start === at || !found) continue;
    result += text.slice(done, start) + placeholders.email;
    done = at + 1 + found[0].length;
  }
  return result + text.slice(done);
}

const gap = '[ -]{0,3}';
const number = (pattern: string): RegExp => new RegExp(`(?<!\\d)${pattern}(?!\\d)`, 'y');
// Behind the check digit X anything may follow.
const identity18 = new RegExp(`(?<!\\d)[1-9](?:${gap}\\d){16}${gap}(?:\\d(?!\\d)|[Xx])`, 'y');
const identity15 = number(`[1-9](?:${gap}\\d){14}`);
const bankCard = number(`[1-9](?:${gap}\\d){15,18}`);
// 1987-03-12 100元 has eleven digits too.
const mobile = number(`(?:(?:\\+|00)?86${gap}|0)?(?!19\\d\\d-\\d{1,2}-\\d{1,2}(?!\\d))1${gap}[3-9](?:${gap}\\d){9}`);
const area = '0(?:10|2\\d|[3-9]\\d{2})';
const fixed = number(`(?:\\+?86${gap})?(?:\\(${area}\\)|${area})${gap}\\d(?:${gap}\\d){6,7}`);
const local = number(`[2-9]\\d{2,3}${gap}\\d{4}`);
const spoken = /(?:电话|座机|固话|联系方式|热线|传真|号码|致电|拨打|[Tt][Ee][Ll])(?!已隐去)[^0-9〔〕\n]{0,6}$/;
const further = /^[ 、,，;；/或和及]{1,3}$/;

interface Found {
  end: number;
  placeholder: string | null;
  isTelephone: boolean;
}

function redactNumbers(text: string, directory: PhoneDirectory): string {
  const copy = plain(text);
  let result = '';
  let done = 0;
  let telephoneEnd = -1;
  for (let start = nextStart(copy, 0); start >= 0; start = nextStart(copy, Math.max(start + 1, done))) {
    const announced =
      spoken.test(copy.slice(Math.max(done, start - 12), start)) ||
      (telephoneEnd >= 0 && start - telephoneEnd <= 3 && further.test(copy.slice(telephoneEnd, start)));
    const found = findAt(copy, start, announced, directory);
    if (!found) continue;
    result += text.slice(done, start) + (found.placeholder ?? text.slice(start, found.end));
    done = found.end;
    if (found.isTelephone) telephoneEnd = found.end;
  }
  return result + text.slice(done);
}

const startPattern = /[+(]?(?<!\d)\d/g;

function nextStart(copy: string, from: number): number {
  startPattern.lastIndex = from;
  return startPattern.exec(copy)?.index ?? -1;
}

// The longer numbers come first: an identity-card number contains what looks like a mobile number.
function findAt(copy: string, start: number, announced: boolean, directory: PhoneDirectory): Found | null {
  const checked = [
    [identity18, isIdentityNumber18, placeholders.identity],
    [bankCard, bankCardPasses, placeholders.bankCard],
    [identity15, isIdentityNumber15, placeholders.identity],
  ] as const;
  for (const [pattern, passes, placeholder] of checked) {
    const match = matchAt(pattern, copy, start);
    if (match && passes(match.replace(/[ -]/g, ''))) return { end: start + match.length, placeholder, isTelephone: false };
  }
  const telephones = [[mobile, placeholders.mobile], [fixed, placeholders.telephone], ...(announced ? [[local, placeholders.telephone] as const] : [])] as const;
  for (const [pattern, placeholder] of telephones) {
    const match = matchAt(pattern, copy, start);
    if (!match) continue;
    const digits = digitsOf(match).replace(/^(?:0086|86)(?=0|1[3-9]\d{9}$)/, '');
    return { end: start + match.length, placeholder: directory.has(digits) ? null : placeholder, isTelephone: true };
  }
  return null;
}

function matchAt(pattern: RegExp, copy: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(copy)?.[0] ?? null;
}
