// What reaches or names a person and is no plain number: e-mail addresses, WeChat names, licence plates, identity numbers with asterisks.

export interface Address {
  from: number;
  to: number;
  kind: 'email' | 'account' | 'plate' | 'identity' | 'document';
  /** As a unit’s own are compared with it. */
  mailbox: string | null;
}

const asciiLocal = /[A-Za-z0-9._%+-]/;
const otherLocal = /^[\p{L}\p{N}._%+-]$/u;
const han = /^\p{Script=Han}$/u;
/** Words that lead to an address in ideographs and are no part of it. */
const leads = new Set('箱件址是为到给至联系发请：:');

const dot = '(?:\\.| ?[.,] ?(?=(?:com|cn|net|org)(?![A-Za-z]))|。(?=[A-Za-z])| ?点 ?(?=[A-Za-z])| ?[(\\[{<]\\s?(?:dot|点)\\s?[)\\]}>] ?| dot )';
const label = '(?:[A-Za-z0-9-]{1,63}|(?:(?![A-Za-z])[\\p{L}\\p{N}]){1,30})';
const hanTop = '中国|中國|公司|网络|網絡|政务|公益|网址|在线|商城|集团|香港|台湾|台灣|信息|手机|网店|企业|世界|广告|我爱你';
const top = `(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,24}(?![A-Za-z])|${hanTop}|(?:(?![A-Za-z]|\\p{Script=Han})\\p{L}){2,24})`;
const domain = new RegExp(` {0,2}(?:\\[?\\d{1,3}(?:\\.\\d{1,3}){3}\\]?|(?:${label}${dot}){1,8}${top})`, 'iuy');
const mayFollow = /[ [\p{L}\p{N}]/u;
/** What is written for an @. */
const spokenAt = /(?<=(?:邮箱|邮件|e-?mail)[ :是为]{0,3}[a-z0-9._-]{1,40})#(?=[a-z0-9-]{1,40}\.[a-z])|[([{<【]\s?(?:at|a|艾特|圈a)\s?[)\]}>】]|艾特|(?<=[a-z0-9]) at (?=[a-z0-9-]{1,40}(?:\.| dot ))/giu;

function signsIn(plain: string): [from: number, to: number][] {
  const signs: [number, number][] = Array.from(plain.matchAll(spokenAt), (match) => [match.index, match.index + match[0].length]);
  const spoken = signs.length;
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) signs.push([at, at + 1]);
  return spoken === 0 ? signs : signs.sort(([one], [other]) => one - other);
}

/** From every @ outwards, at most 64 characters to the left and eight labels to the right. */
function emails(plain: string): Address[] {
  const found: Address[] = [];
  let done = 0;
  for (const [at, behind] of signsIn(plain)) {
    if (!mayFollow.test(plain.charAt(behind))) continue;
    const from = at < done ? at : localStart(plain, at, done);
    if (from === at) continue;
    domain.lastIndex = behind;
    const [host] = domain.exec(plain) ?? [];
    if (host === undefined) continue;
    // "look at example.com" is no address unless one was announced.
    if (plain.startsWith(' at ', at) && !/(?:邮箱|邮件|e-?mail)[^\n]{0,8}$/i.test(plain.slice(Math.max(0, from - 16), from))) continue;
    done = domain.lastIndex;
    found.push({ from, to: done, kind: 'email', mailbox: `${plain.slice(from, at).trim()}@${host.trim()}`.toLowerCase() });
  }
  return found;
}

function localStart(plain: string, at: number, done: number): number {
  let end = at;
  while (end > done && at - end < 2 && plain.charAt(end - 1) === ' ') end -= 1;
  const least = Math.max(done, end - 64);
  let start = end;
  while (start > least && asciiLocal.test(plain.charAt(start - 1))) start -= 1;
  if (start < end) return start;
  if (end < at) return at;
  if (plain.charAt(end - 1) === '"') {
    const opening = plain.lastIndexOf('"', end - 2);
    return opening >= least ? opening : at;
  }
  while (start > least && otherLocal.test(plain.charAt(start - 1)) && !leads.has(plain.charAt(start - 1)) && !(han.test(plain.charAt(start - 1)) && end - start >= 8)) start -= 1;
  return start;
}

const named = /(微信号|微信id|微信名|微 ?信|(?<![a-z])v(?=:)|威信|薇信|V信|(?<=加)[v微](?!信)|(?<![a-z])(?:wechat|weixin|v ?x|wx)(?![a-z])(?: ?id)?|(?<![a-z])(?:line|telegram|whatsapp|skype)(?![a-z])(?: ?id)?|抖音号|快手号|支付宝(?:账号)?)([号码是为账:： (]{0,6})([a-z][-_a-z0-9]{5,19})(?![a-z0-9])/giu;

function names(plain: string): Address[] {
  const found: Address[] = [];
  for (const match of plain.matchAll(named)) {
    const [whole, word = '', between = '', name = ''] = match;
    // 微信Windows版: a bare word behind a bare word is not somebody's name.
    const told = /号|id$/i.test(word) || /[:：是为号]/.test(between) || /[\d_-]/.test(name);
    if (!told || /^https?$/i.test(name)) continue;
    if (/公众|官方|小程序|服务号|订阅号/.test(plain.slice(Math.max(0, match.index - 8), match.index))) continue;
    const to = match.index + whole.length;
    found.push({ from: to - name.length, to, kind: 'account', mailbox: null });
  }
  return found;
}

const province = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
// GA 36: the province, the office’s letter, and five places, six for cars without an engine; I and O are not used.
const plate = new RegExp(
  `[${province}使领]·?[A-HJ-NP-Z][ ·.-]{0,2}(?:[A-HJ-NP-Z0-9]{4}[挂学警港澳领试超]|(?=[A-HJ-NP-Z]{0,3}\\d)[A-HJ-NP-Z0-9]{5}(?![A-Z0-9])|[A-HJ-NP-Z]{1,2}\\d{4}(?!\\d)|` +
    '(?:[A-HJK][A-HJ-NP-Z0-9]\\d{4}|\\d{5}[A-HJK])(?![A-Z0-9]))|' +
    // The armed police, and missions of other states.
    `(?<![A-Z])WJ[ ·.-]?(?:\\d{2}[ ·.-]?\\d{4,5}|[${province}][ ·.-]?[A-Z0-9]{5})(?![A-Z0-9])|使[ ·]?\\d{3}[ ·]?\\d{3}(?!\\d| ?[元万亿人户次名个件亩吨家天])`,
  'giu',
);
// Those of the army, of Hong Kong, Macao and Taiwan are like many a code: they are announced.
const announcedPlate = new RegExp(
  `(?:(?:车牌|牌照|车号)号?码?[ :是为]{0,3}|军(?:车|牌)?(?:号|牌)?[ :]{0,2})([A-Z]{2,3}[ ·.-]?\\d{3,5}|[A-Z]{2}-\\d{2}-\\d{2}|[${province}][A-Z](?:[ ·.-][A-Z0-9]){5,6})(?![A-Z0-9])`,
  'giu',
);

function plates(plain: string): Address[] {
  const known = Array.from(plain.matchAll(plate), (match) => ({ from: match.index, to: match.index + match[0].length, kind: 'plate' as const, mailbox: null }));
  return [...known, ...announced(plain, announcedPlate, 'plate')];
}

const announced = (plain: string, pattern: RegExp, kind: Address['kind']): Address[] =>
  Array.from(plain.matchAll(pattern), ({ index, 0: whole, 1: number = '' }) => ({ from: index + whole.length - number.length, to: index + whole.length, kind, mailbox: null }));

// Passports of other states mix letters and digits.
const passport = /(?:护照|護照|居留许可|居留证|居留身份证|(?<![a-z])passport)(?: ?(?:号码|号|no\.?|number))?[ :是为#]{0,4}((?=[A-Z]*\d[A-Z0-9]*[A-Z]|[A-Z]{3}\d)(?=(?:[A-Z]*\d){4})[A-Z0-9]{8,15})(?![A-Z0-9])/giu;

// What somebody has half hidden himself still shows where and when he was born.
const masked = /(?:身 {0,3}份 {0,3}证|证件号)[^\d\n。]{0,8}(\d(?=[^\n]{0,16}[*×xX●■]{2})[\d*×xX●■]{13,16}[\dXx*×●■])(?![\d*×])/gu;

/** In their order, apart from one another. */
export function addressesIn(plain: string): Address[] {
  const found = [...emails(plain), ...names(plain), ...plates(plain), ...announced(plain, masked, 'identity'), ...announced(plain, passport, 'document')].sort((one, other) => one.from - other.from);
  return found.filter((address, index) => address.from >= (found[index - 1]?.to ?? 0));
}

/** An office’s mailbox is no personal datum. */
export const isOffices = (mailbox: string): boolean => /[@.](?:gov\.cn|政务|政务\.cn)$/.test(mailbox);
