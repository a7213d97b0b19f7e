import { nfkc } from '@wenzheng/contracts';
import { readable } from './clauses.js';
import { callings, gross, illnesses, injuries, insults, invitations, matters, minors, offers, relatives } from './harm-words.js';
import { nameAfter, personIn } from './names.rules.js';

/** Why what a citizen wrote is not shown at once. What is `held` is seen by nobody until the information office has looked; what is `private` is the writer's alone until then. */
export const harms = {
  advertising: { treatment: 'held', words: '疑似广告' },
  abuse: { treatment: 'held', words: '疑似辱骂或威胁' },
  unreadable: { treatment: 'held', words: '疑似乱码，无法辨认' },
  minor: { treatment: 'private', words: '涉及未成年人' },
  health: { treatment: 'private', words: '涉及个人疾病或健康' },
  'third-person': { treatment: 'private', words: '点名涉及他人' },
} as const satisfies Record<string, { treatment: 'held' | 'private'; words: string }>;
export type HarmCode = keyof typeof harms;

export interface Harm {
  code: HarmCode;
  /** The words that led to it. */
  quotes: string[];
}

const mostQuotes = 5;
const longestQuote = 40;

/** What speaks against showing a message to everybody as it comes. The same words, the same answer; a person decides. */
export function harmsIn({ title, text }: { title: string; text: string }): Harm[] {
  const words = nfkc(`${title}\n${text}`).replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return detectors.flatMap(([code, detect]) => {
    const quotes = detect(words);
    return quotes === null ? [] : [{ code, quotes: [...new Set(quotes)].slice(0, mostQuotes).map((quote) => quote.slice(0, longestQuote)) }];
  });
}

const anyOf = (words: string): RegExp => new RegExp(words, 'gu');
const found = (text: string, words: RegExp): string[] => [...new Set(text.match(words) ?? [])];

const [offered, invited, matter] = [anyOf(offers), anyOf(invitations), anyOf(matters)];
const contact = /(?<!\d)1[3-9]\d{9}(?!\d)|https?:|www\.|\.(?:com|cn|top|xyz|vip)\b|(?:微信|薇信|威信|vx|v信|qq|扣扣)\s*[:号]?\s*[\w-]{5,}|400[-\s]?\d{3}[-\s]?\d{4}/giu;

/** Offered, with a way to get it, and nobody complains or asks. */
function advertising(text: string): string[] | null {
  const offer = found(text, offered);
  const way = [...found(text, invited), ...found(text, contact)];
  if (offer.length === 0 || way.length === 0 || offer.length + way.length < 3) return null;
  return found(text, matter).length === 0 ? [...offer, ...way.filter((one) => !/\d/u.test(one))] : null;
}

const [insulting, outright] = [anyOf(insults), anyOf(gross)];
const fewestInsults = 3;

function abuse(text: string): string[] | null {
  const compact = text.replace(/[\s*.·_-]+/gu, '');
  const strong = found(compact, outright);
  if (strong.length > 0) return strong;
  const weak = found(compact, insulting);
  return weak.length >= fewestInsults ? weak : null;
}

// UTF-8 read as GBK, and as Latin-1: 的 becomes 鐨, 中 becomes ä¸­.
const misread = /[锟斤拷烫屯鐨鍦涓鏄锛銆浜鎴闂璇缁鍙鏈鍒鍚绗鏂鐢杩璁鍏鍥闀鎶绔鎺鍔]|\uFFFD|[\u00C0-\u00FF][\u0080-\u00BF]|[ÃÂåäæçèé]/gu;
const misreadShare = 0.12;
const repeatedShare = 0.6;

function unreadable(text: string): string[] | null {
  const length = readable(text);
  if (length === 0) return [];
  const wrong = text.match(misread) ?? [];
  if (wrong.length >= 4 && wrong.length / length >= misreadShare) return [wrong.slice(0, 8).join('')];
  // Letters alone: numbers are often masked with zeros.
  const characters = text.match(/\p{L}/gu) ?? [];
  const [repeated = '', times = 0] = [...Map.groupBy(characters, (one) => one)].map(([one, all]) => [one, all.length] as const).toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (characters.length >= 8 && times / characters.length >= repeatedShare) return [repeated.repeat(8)];
  const mash = /\b(?=[a-z]*[b-df-hj-np-tv-xz]{6})[a-z]{10,}\b/iu.exec(text);
  return mash && !/\p{Script=Han}{6}/u.test(text) ? [mash[0]] : null;
}

// A child, and near by what has befallen it; or its age. Who asks for a place at a school speaks of no child in particular.
const hurtChild = new RegExp(`(?:${minors})[^。!?;\\n]{0,24}(?:${injuries})|(?:${injuries})[^。!?;\\n]{0,12}(?:${minors})|猥亵儿童|性侵儿童|未成年人?(?:被|遭|怀孕)`, 'gu');
const agedChild = new RegExp(`(?:我|我的|我家|家里)(?:的)?(?:儿子|女儿|孩子|小孩|娃|孙子|孙女)[^。!?;\\n]{0,10}(?:今年)?(?<!\\d)(?:[1-9]|1[0-7]|[一二三四五六七八九十]|十[一二三四五六七])周?岁`, 'gu');

const minor = (text: string): string[] | null => none([...found(text, hurtChild), ...found(text, agedChild)]);

const illness = new RegExp(`(?:${relatives})[^。!?;\\n]{0,16}(?:患(?:有|上|了)?|得(?:了|过)|查出|诊断|身患|罹患|检查出|是|有|因|属|确诊)[^。!?;\\n]{0,8}(?:${illnesses})|(?:${relatives})[^。!?;,\\n]{0,6}(?:${illnesses})|身患|罹患|患有(?!.{0,4}(?:意见|困难))`, 'gu');

const health = (text: string): string[] | null => none(found(text, illness));

const called = new RegExp(`(?:${callings})`, 'gu');

/** The text without the names of persons in it; what people share is to be shown without them. */
export function withoutNames(text: string): string {
  const names = [...text.matchAll(called)].flatMap(({ 0: calling, index }) => nameAfter(text, index + calling.length) ?? []);
  return names.toSorted((a, b) => b.length - a.length).reduce((rest, name) => rest.replaceAll(name, '。'), text);
}

function thirdPerson(text: string): string[] | null {
  const named = [...text.matchAll(called)].flatMap(({ 0: calling, index }) => {
    const name = nameAfter(text, index + calling.length);
    return name === null ? [] : [calling + name];
  });
  const told = personIn(text);
  return none(told === null ? named : [told, ...named]);
}

const none = (quotes: string[]): string[] | null => (quotes.length > 0 ? quotes : null);

const detectors: readonly (readonly [HarmCode, (text: string) => string[] | null])[] = [
  ['advertising', advertising],
  ['abuse', abuse],
  ['unreadable', unreadable],
  ['minor', minor],
  ['health', health],
  ['third-person', thirdPerson],
];
