// Every number of a text is read in every way it may be meant: as a telephone number, a card, a date, a span of years. What stands
// between two words is then read as a whole, in the way that weighs most. A reading's weight depends on its own characters and on what
// announces it: so what is left when others are hidden reads as it did before.
import { Announced, announcementsIn } from './announcements.rules.js';
import { bankCardPasses, isDay, isHongKongIdentity, isIdentityNumber15, isIdentityNumber18 } from './check-digits.rules.js';
import { Groups } from './groups.js';

export type Hidden = 'mobile' | 'telephone' | 'identity' | 'document' | 'bankCard' | 'account';

export interface Reading {
  /** Offsets in the plain text, the second behind the last character. */
  from: number;
  to: number;
  /** Null for what is nobody's, such as a date. */
  kind: Hidden | null;
  /** Of a telephone number, its digits as they are dialled inside the country. */
  telephone: string | null;
}

interface Weighed extends Reading {
  /** The last group it takes. */
  last: number;
  weight: number;
}

/** The readings of all numbers in a plain text that together weigh most, and how many were tried. */
export function readingsIn(plain: string): { readings: Reading[]; tried: number } {
  const groups = new Groups(plain);
  const reader = new Reader(plain, groups);
  const readings: (readonly Weighed[])[] = [];
  for (let first = 0; first < groups.count; first += 1) readings.push(reader.from(first));
  const best = new Float64Array(groups.count + 1);
  const chosen = new Map<number, Weighed>();
  for (let first = groups.count - 1; first >= 0; first -= 1) {
    best[first] = best[first + 1] ?? 0;
    for (const reading of readings[first] ?? []) {
      const weight = reading.weight + (best[reading.last + 1] ?? 0);
      if (weight <= (best[first] ?? 0)) continue;
      best[first] = weight;
      chosen.set(first, reading);
    }
  }
  const result: Reading[] = [];
  for (let first = 0; first < groups.count; ) {
    const reading = chosen.get(first);
    if (reading) result.push(reading);
    first = reading ? reading.last + 1 : first + 1;
  }
  return { readings: result, tried: reader.tried };
}

/** The longest number that is looked for has 19 digits, and 4 of a prefix. */
const mostDigits = 23;
/** A number is written in so few parts, or digit by digit; what goes on digit by digit for longer is a list. */
const mostParts = 6;
const longestRow = 19;
const nothing: readonly Weighed[] = [];

/** Groups first to last as one number. */
interface Candidate {
  first: number;
  last: number;
  length: number;
  announced: number;
}

/** A number without the country's prefix and with the trunk's 0. */
interface Domestic {
  digits: string;
  /** So many digits stand before it, -1 if the 0 does not. */
  offset: number;
}

// How people part a number, by the lengths of its parts.
const mobileShapes = new Set(['11', '3-4-4', '3-8', '7-4', '3-3-5', '5-6', '6-5', '3-5-3', '3-4-2-2', '3-2-2-2-2', '3-2-2-4', '3-2-3-3', '1-1-1-1-1-1-1-1-1-1-1']);
/** Parted by commas, anything else is a list. */
const listedShapes = new Set(['3-4-4', '3-8', '7-4', '11']);
/** Sums are not joined by hyphens. */
const hyphenedShapes = new Set(['4-4-3', '4-3-4', '4-7']);
const lineShapes = new Set(['7', '8', '3-4', '4-4', '4-3', '3-2-2', '2-2-3', '4-2-2', '2-2-2-2', '2-3-2', '2-3-3', '3-3-2', '3-5', '5-3', '1-1-1-1-1-1-1', '1-1-1-1-1-1-1-1']);
const cardShapes = /^(?:1[6-9]|(?:4-){3}4(?:-[123])?|4-4-4-[5-7]|6-1[0-3]|8-(?:8|11)|4-1[2-5]|10-[6-9]|12-[4-7]|4-6-5|(?:3-){5}[1-4]|6-4-4-[2-5]|6-3-[7-9]|[4-9]-[7-9])$/;
const fixedLine = /^(0(?:10|2\d|[3-9]\d\d))(\d{7,8})$/;

const writtenDay = /^(?:((?:19|20)\d\d) ?[-./] ?(\d\d?) ?[-./] ?(\d\d?)|(\d\d?) ?[-./] ?(\d\d?) ?[-./] ?((?:19|20)\d\d))$/;
const writtenTime = /^(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?$/;
const dialledMobile = /^(?:0086|86)?0?1[3-9]\d{9}$/;
const dialledLine = /^(?:(?:0086|86)0?(?:10|2\d|[3-9]\d\d)\d{7,8}|0(?:10|2\d|[3-9]\d\d)\d{7,8}|(?:0086|86)?09\d{8})$/;

const brackets: Readonly<Partial<Record<string, string>>> = { '(': ')', '[': ']', '【': '】' };
const amount = /(?:\.\d{1,2})? ?(?:元(?!旦)|万|亿|块|角|美元|人民币|平方|平米|㎡|m²|吨|度|立方|股|斤|公斤|kg|米(?!线)|公里|亩)/iy;
const people = / ?[人户次年名]/y;
const measure = /(?:\.\d{1,2})? ?(?:元(?!旦)|万|亿|块|角|分|美元|人民币|平|㎡|m|吨|度|立方|股|斤|公斤|kg|米|公里|亩|路|号(?!码)|栋|幢|室|层|楼|单元|年|月|日|天|点|时|岁|届|期|%|℃|倍|份|人|户|名|位|个|次|条|件|台|辆|张|盏|根|套|间|票|级|页)/iy;

class Reader {
  tried = 0;
  private readonly announcements: ReadonlyMap<number, number>;
  /** What is announced for each group: for itself, or for those that it follows. */
  private readonly announced: Uint8Array;

  constructor(
    private readonly plain: string,
    private readonly groups: Groups,
  ) {
    this.announcements = groups.count > 0 ? announcementsIn(plain) : new Map();
    this.announced = new Uint8Array(groups.count + 1);
  }

  /** Every reading that begins with a group. */
  from(first: number): readonly Weighed[] {
    const announced = this.announce(first);
    const row = this.groups.rowEnd(first) - first;
    if (row > longestRow) return this.groups.beginsRow(first) ? [this.row(first, row)] : nothing;
    const readings: Weighed[] = row > 11 && announced === 0 && this.groups.beginsRow(first) ? [this.row(first, row)] : [];
    const { count, joined } = this.groups;
    let length = 0;
    for (let last = first; last < count && (last === first || joined[last] === 1); last += 1) {
      length += this.groups.lengthOf(last);
      if (length > mostDigits) break;
      this.tried += 1;
      const parts = last - first + 1;
      if (length < 4 || (parts > mostParts && parts !== length)) continue;
      const reading = this.read({ first, last, length, announced });
      if (reading) readings.push(reading);
    }
    return readings.length === 0 ? nothing : readings;
  }

  private announce(group: number): number {
    const own = this.announcements.get(this.start(group)) ?? 0;
    const before = (this.announced[group - 1] ?? 0) & (Announced.telephone | Announced.identity | Announced.card);
    const inherited = before !== 0 && (this.groups.near[group] === 1 || this.isLinked(group)) ? before : 0;
    // 工单电话 is a telephone, 电话工单号 a work order: the other kind of number is named right before it.
    const result = (own | inherited | (this.announced[group] ?? 0)) & ~(own & Announced.other ? Announced.telephone : 0);
    this.announced[group] = result;
    return result;
  }

  /** 6661234或6665678 */
  private isLinked(group: number): boolean {
    const gap = this.start(group) - this.end(group - 1);
    return gap <= 4 && this.plain.charAt(this.end(group - 1)) !== '-' && /^[ 、,;/或和及与者以]+$/.test(this.plain.slice(this.end(group - 1), this.start(group)));
  }

  /** The first digits decide what is worth a closer look. */
  private read(candidate: Candidate): Weighed | null {
    const { length, announced } = candidate;
    const [one, two] = this.groups.firstDigits(candidate.first);
    const isSigned = length >= 8 && this.sign(candidate.first) === '+';
    const mayBeDialled = one === 0 || one === 8 || isSigned;
    let reading = length <= 8 && candidate.last - candidate.first < 3 ? this.dateOrTime(candidate) : null;
    if (length === 17 || length === 18) reading ??= this.identity18(candidate);
    if (length === 15) reading ??= this.identity15(candidate);
    if (length >= 15 && length <= 19 && ((one >= 3 && one <= 6) || one === 9)) reading ??= this.bankCard(candidate);
    if (length === 11 ? one === 1 && two >= 3 : length > 11 && length < 16 && mayBeDialled) reading ??= this.mobile(candidate);
    if ((length === 10 && two === 0) || (length === 8 && (one === 9 || two === 0))) reading ??= this.hotline(candidate);
    if (length >= 9 && length <= 16 && mayBeDialled) reading ??= this.fixed(candidate);
    if (length >= 8 && length <= 16 && mayBeDialled) reading ??= this.abroad(candidate);
    if (length >= 5 && length <= 11 && announced & Announced.account) reading ??= this.account(candidate);
    if (length >= 6 && (length <= 10 || (length <= 12 && announced & Announced.document))) reading ??= this.document(candidate);
    if ((length === 7 || length === 8) && announced & Announced.telephone && one >= 2) reading ??= this.local(candidate);
    return reading;
  }

  private dateOrTime(candidate: Candidate): Weighed | null {
    const { first, last, length } = candidate;
    if (first === last) return length === 8 && this.isDay(candidate) && (candidate.announced & Announced.account) === 0 ? this.reading(candidate, null, 36) : null;
    const gap = this.plain.charAt(this.end(first));
    if (last - first === 2) return this.isDay(candidate) || (gap === ':' && length < 7 && writtenTime.test(this.text(candidate))) ? this.reading(candidate, null, 44) : null;
    if (length <= 4 ? gap !== ':' : length !== 8 || this.groups.lengthOf(first) !== 4 || !/[-~/、 ]/.test(gap)) return null;
    const text = this.text(candidate);
    if (length <= 4) return writtenTime.test(text) ? this.reading(candidate, null, 20) : null;
    return /^(?:19|20)\d\d ?[-~/、]+ ?(?:19|20)\d\d$/.test(text) && this.part(first) <= this.part(last) ? this.reading(candidate, null, 40) : null;
  }

  private isDay({ first, last, length }: Candidate): boolean {
    if (first === last) return length === 8 && isDate(this.part(first));
    const { groups } = this;
    if (last - first !== 2 || length > 8 || groups.lengthOf(first + 1) > 2 || (groups.lengthOf(first) !== 4 && groups.lengthOf(last) !== 4)) return false;
    const text = this.text({ first, last });
    const [, year, month, day, dayFirst, monthThen, yearThen] = writtenDay.exec(text) ?? [];
    return isDay(Number(year ?? yearThen), Number(month ?? monthThen), Number(day ?? dayFirst));
  }

  private identity18(candidate: Candidate): Weighed | null {
    const isAnnounced = (candidate.announced & (Announced.identity | Announced.document)) !== 0;
    if (!isAnnounced && !this.groups.mayHoldBirthday(candidate.first)) return null;
    const { end, mark } = candidate.length === 17 ? this.checkMark(candidate.last) : { end: this.end(candidate.last), mark: '' };
    if (candidate.length === 17 && mark === '') return null;
    const number = this.digits(candidate) + mark;
    const passes = isIdentityNumber18(number);
    if (!passes && (!isAnnounced || /^0|^(\d)\1+$/.test(number))) return null;
    // More than any row of single digits.
    return this.reading(candidate, 'identity', passes ? 250 : 100, { to: end });
  }

  /** X and what is typed for it, behind seventeen digits. */
  private checkMark(last: number): { end: number; mark: string } {
    const end = this.end(last);
    const [found] = /^[ \-\n]{0,3}[Xx×*✕✖╳хХχΧ]/.exec(this.plain.slice(end, end + 4)) ?? [];
    return found === undefined ? { end, mark: '' } : { end: end + found.length, mark: 'X' };
  }

  private identity15(candidate: Candidate): Weighed | null {
    const isAnnounced = (candidate.announced & (Announced.identity | Announced.document)) !== 0;
    if (!isAnnounced && (this.isOther(candidate) || !isIdentityNumber15(this.digits(candidate)) || this.isCode(candidate))) return null;
    return this.reading(candidate, 'identity', 90);
  }

  private bankCard(candidate: Candidate): Weighed | null {
    const isAnnounced = (candidate.announced & Announced.card) !== 0;
    const isNatural = cardShapes.test(this.shape(candidate));
    if ((!isAnnounced && !isNatural) || this.isOther(candidate) || this.isCode(candidate)) return null;
    if (candidate.last > candidate.first && this.follows(amount, candidate)) return null;
    const number = this.digits(candidate);
    const passes = bankCardPasses(number);
    if (!passes && !(isAnnounced && isNatural && candidate.length >= 16 && /^(?:62|4|5)/.test(number))) return null;
    return this.reading(candidate, 'bankCard', passes ? 85 : 60);
  }

  private mobile(candidate: Candidate): Weighed | null {
    const number = dialledMobile.test(this.digits(candidate)) ? this.domestic(candidate) : null;
    if (number === null || !/^1[3-9]\d{9}$/.test(number.digits)) return null;
    const isAnnounced = (candidate.announced & (Announced.telephone | Announced.account)) !== 0;
    const { first, last } = candidate;
    const shape = this.shape(candidate, number.offset);
    const gap = this.plain.slice(this.end(first), this.start(first + 1));
    const isListed = !isAnnounced && first < last && /[、,]/.test(this.text(candidate));
    const isNatural = (isListed ? listedShapes : mobileShapes).has(shape) || (last === first + 1 && gap.includes('\n')) || (hyphenedShapes.has(shape) && gap.includes('-'));
    if (!isNatural && !isAnnounced) return null;
    if (!isAnnounced && this.isOther(candidate)) return null;
    // 15800000000 is a sum.
    if (first === last ? !isAnnounced && (this.follows(amount, candidate) || number.digits.endsWith('000000')) : this.follows(measure, candidate)) return null;
    return this.reading(candidate, 'mobile', isNatural ? 62 : 26, { telephone: number.digits });
  }

  /** 400 and 800, and the eight digits that begin with 95, 96 or 1010: service numbers of the whole country. */
  private hotline(candidate: Candidate): Weighed | null {
    const digits = this.digits(candidate);
    if (/^[48]00\d{7}$/.test(digits) && candidate.last - candidate.first < 4) return this.reading(candidate, null, 70);
    return /^(?:9[56]\d{6}|1010\d{4})$/.test(digits) ? this.reading(candidate, null, 58) : null;
  }

  private fixed(candidate: Candidate): Weighed | null {
    const number = dialledLine.test(this.digits(candidate)) ? this.domestic(candidate) : null;
    if (number === null) return null;
    if (/^09\d{8}$/.test(number.digits)) return this.taiwan(candidate, number);
    const [, area = '', line = ''] = fixedLine.exec(number.digits) ?? [];
    if (line === '' || /^0+$/.test(line)) return null;
    const isAnnounced = (candidate.announced & Announced.telephone) !== 0;
    const prefixed = number.offset !== 0;
    const isNatural = lineShapes.has(this.shape(candidate, number.offset + area.length));
    if (!isAnnounced) {
      // 08.23-08.25 are days: an area code stands whole.
      if (!prefixed && this.groups.lengthOf(candidate.first) < area.length && candidate.last - candidate.first < candidate.length - 1) return null;
      // The three cities' numbers have eight digits; 0356-20250918 ends with a day.
      if (!isNatural || (area.length === 3 && line.length === 7) || this.follows(amount, candidate)) return null;
      if (!prefixed && (isDate(line) || this.isOther(candidate) || this.isCode(candidate) || this.endsOther(candidate))) return null;
    }
    if (!isNatural && this.follows(measure, candidate)) return null;
    return this.reading(candidate, 'telephone', isNatural ? 54 : 24, { telephone: number.digits });
  }

  /** A mobile number of Taiwan. */
  private taiwan(candidate: Candidate, { digits, offset }: Domestic): Weighed | null {
    if (!['6', '3-3'].includes(this.shape(candidate, offset + 4)) || this.isOther(candidate) || this.isCode(candidate) || this.follows(amount, candidate)) return null;
    return this.reading(candidate, 'mobile', 54, { telephone: digits });
  }

  /** With a plus sign any country's; without one Hong Kong, Macao and Taiwan, and what is announced and begins with 00. */
  private abroad(candidate: Candidate): Weighed | null {
    const digits = this.digits(candidate);
    const { first, last } = candidate;
    const isAnnounced = (candidate.announced & (Announced.telephone | Announced.account)) !== 0;
    const number = digits.startsWith('00') ? digits.slice(2) : digits;
    const hasPlus = this.sign(first) === '+' && !/[\w)〔〕]/.test(this.plain.charAt(this.start(first) - 2));
    const isDialled = hasPlus || number !== digits;
    const isNear = /^(?:852[2-9]\d{7}|853[268]\d{7}|8860?[2-9]\d{7,8})$/.test(number);
    const isOneOfOurs = isNear && (isDialled || isAnnounced || first < last);
    const isForeign = /^[1-9]\d{7,14}$/.test(number) && (hasPlus || (isAnnounced && isDialled));
    if ((!isOneOfOurs && !isForeign) || this.isOther(candidate) || this.follows(measure, candidate)) return null;
    return this.reading(candidate, 'telephone', 46, { telephone: number });
  }

  private local(candidate: Candidate): Weighed | null {
    const { first, last } = candidate;
    const digits = this.digits(candidate);
    if (isDate(digits) || !lineShapes.has(this.shape(candidate)) || this.isOther(candidate)) return null;
    if (this.isCode(candidate) && !this.isDirect(candidate)) return null;
    if (first < last && /[^\d\-~. _/·\n]/.test(this.text(candidate))) return null;
    if (first === last ? this.follows(amount, candidate) || this.follows(people, candidate) : this.follows(measure, candidate)) return null;
    return this.reading(candidate, 'telephone', 34, { telephone: digits });
  }

  private account(candidate: Candidate): Weighed | null {
    if (!this.isDirect(candidate) || candidate.last - candidate.first > 3 || this.isDay(candidate) || this.follows(measure, candidate)) return null;
    return /^[1-9]/.test(this.digits(candidate)) ? this.reading(candidate, 'account', 30 + candidate.length) : null;
  }

  /** Papers of travellers and of Hong Kong, Macao and Taiwan: letters and digits, announced, or with their check digit in brackets. */
  private document(candidate: Candidate): Weighed | null {
    const { first, last, length, announced } = candidate;
    if (!this.isLetter(this.start(first) - 1) && announced === 0) return null;
    const start = this.start(first);
    // An X behind a digit is the end of an identity number.
    const [letters = ''] = /(?<![A-Za-z]|\d(?=[Xx]))[A-Za-z]{1,3}$|(?<=\d[Xx])[A-Za-z]{1,3}$/.exec(this.plain.slice(Math.max(0, start - 5), start)) ?? [];
    const from = start - letters.length;
    const end = this.end(last);
    const isTold = (announced & (Announced.document | Announced.identity)) !== 0 && this.isDirect(candidate);
    const [bracket, check = ''] = /^ ?\(([0-9Aa])\)/.exec(this.plain.slice(end, end + 4)) ?? [];
    if (first === last && bracket !== undefined && (isTold || (length === 6 && /^..?$/.test(letters) && isHongKongIdentity(letters, this.digits(candidate), check)))) {
      // The check digit is a group of its own, unless it is an A.
      return this.reading({ ...candidate, last: /\d/.test(check) ? last + 1 : last }, 'document', 60, { from, to: end + bracket.length });
    }
    if (!isTold || last - first > 2 || this.isDay(candidate)) return null;
    // Macao writes 1/234567/8.
    if (letters === '' && (length < 7 || (announced & Announced.identity && this.shape(candidate) !== '1-6-1'))) return null;
    return this.reading(candidate, 'document', 40 + length, { from });
  }

  /** More single digits in a row than a mobile number has: a list. */
  private row(first: number, length: number): Weighed {
    const last = first + length - 1;
    return { from: this.start(first), to: this.end(last), last, kind: null, telephone: null, weight: 10 * length };
  }

  private domestic(candidate: Candidate): Domestic | null {
    const digits = this.digits(candidate);
    const prefix = digits.startsWith('0086') ? 4 : digits.startsWith('86') ? 2 : 0;
    const bare = digits.slice(prefix);
    if (/^0?1[3-9]\d{9}$/.test(bare)) return { digits: bare.slice(-11), offset: digits.length - 11 };
    const isTold = prefix !== 2 || this.sign(candidate.first) === '+' || (candidate.announced & Announced.telephone) !== 0 || candidate.first < candidate.last;
    if (!isTold) return null;
    return bare.startsWith('0') ? { digits: bare, offset: prefix } : { digits: `0${bare}`, offset: prefix - 1 };
  }

  /** Something that is announced for this very number, not for one that it follows. */
  private isDirect({ first }: Candidate): boolean {
    return this.announcements.has(this.start(first));
  }

  /** Announced as a number of another kind, right before it. */
  private isOther({ first }: Pick<Candidate, 'first'>): boolean {
    return ((this.announcements.get(this.start(first)) ?? 0) & Announced.other) !== 0;
  }

  /** 工单号2026-0918-1523-0045: the hyphen leads on from what is announced as a number of another kind. */
  private endsOther({ first }: Candidate): boolean {
    let group = first;
    while (group > 0 && first - group < 3 && this.plain.slice(this.end(group - 1), this.start(group)) === '-') group -= 1;
    return group < first && this.isOther({ first: group });
  }

  /** Letters before it make it part of a code, as in HT-0356. The X of an identity number before it does not. */
  private isCode({ first }: Candidate): boolean {
    const start = this.start(first);
    return /(?<!\d)[a-z][-_/.]?$/i.test(this.plain.slice(Math.max(0, start - 3), start));
  }

  private follows(pattern: RegExp, { last }: Candidate): boolean {
    pattern.lastIndex = this.end(last);
    return pattern.test(this.plain);
  }

  private reading(candidate: Candidate, kind: Hidden | null, weight: number, more: { from?: number; to?: number; telephone?: string } = {}): Weighed {
    const { first, last } = candidate;
    const { to = this.end(last), telephone = null } = more;
    if (telephone !== null && last + 1 < this.groups.count && this.isLinked(last + 1)) this.announced[last + 1] = (this.announced[last + 1] ?? 0) | Announced.telephone;
    // Of two that weigh the same, the one with its prefix.
    return { from: more.from ?? (kind === null ? this.start(first) : this.opening(first, to)), to, last, kind, telephone, weight: weight + candidate.length / 100 };
  }

  /** Where a number begins: at its plus sign, and at a bracket that closes inside it. */
  private opening(first: number, to: number): number {
    const plus = (at: number): number => (this.plain.charAt(at - 1) === '+' ? at - 1 : at);
    const from = plus(this.start(first));
    const closing = brackets[this.plain.charAt(from - 1)];
    return closing !== undefined && this.plain.slice(from, to).includes(closing) ? plus(from - 1) : from;
  }

  private sign(group: number): string {
    return this.plain.charAt(this.start(group) - 1);
  }

  private isLetter(offset: number): boolean {
    return /[a-z]/i.test(this.plain.charAt(offset));
  }

  private start(group: number): number {
    return this.groups.starts[group] ?? this.plain.length;
  }

  private end(group: number): number {
    return this.groups.ends[group] ?? 0;
  }

  private part(group: number): string {
    return this.plain.slice(this.start(group), this.end(group));
  }

  private text({ first, last }: Pick<Candidate, 'first' | 'last'>): string {
    return this.plain.slice(this.start(first), this.end(last));
  }

  private digits({ first, length }: Candidate): string {
    return this.groups.digits(first, length);
  }

  /** How it is parted: the lengths of its parts, without the first digits. */
  private shape({ first, last }: Candidate, without = 0): string {
    let shape = '';
    let left = without;
    for (let group = first; group <= last; group += 1) {
      const length = this.groups.lengthOf(group) - left;
      left = Math.max(0, -length);
      if (length > 0) shape += shape === '' ? `${length}` : `-${length}`;
    }
    return shape;
  }
}

/** Eight digits that are a day, or two years in their order. */
const isDate = (digits: string): boolean =>
  /^(?:19|20)\d{6}$/.test(digits) &&
  (isDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))) || (/^(?:19|20)/.test(digits.slice(4)) && digits.slice(0, 4) <= digits.slice(4)));
