import { nfkc } from '@wenzheng/contracts';
import { searchForm } from './search.rules.js';

/** What somebody looks for, understood. */
export interface Query {
  /** Forms that a message must contain, each anywhere. */
  words: readonly string[];
  /** What was typed together, whole: where it stands just so, it is meant most. */
  phrases: readonly string[];
  /** A unit that is named: a message speaks of it, or is the unit's. */
  unit: { word: string; codes: readonly string[] } | null;
  /** A message number, or its end. */
  number: string | null;
}

export interface NamedUnit {
  code: string;
  name: string;
}

/** Cuts a form into words; joined together they are the form. */
export type Cut = (form: string) => readonly string[];

/** They stand in nearly every letter, and say nothing of what it is about. */
const empty = new Set([
  ...'的了吗呢啊吧呀嘛着过是在和与及或我你您他她它们这那就都也很还请问想把被给对从到向于为以而但',
  '请问', '想问', '问问', '一下', '怎么', '怎样', '如何', '什么', '为什么', '什么时候', '何时', '时候', '哪里', '哪个', '有没有', '是不是', '能不能', '可不可以', '关于', '对于', '我们', '你们', '他们', '咱们', '一个', '这个', '那个', '可以', '能否', '是否', '怎么办', '谢谢', '您好', '你好',
]);

/** Sentences are parted by them, in the form in which they are looked for. */
const breaks = /[\s,.。、;:?!"'“”‘’「」『』()〔〕[\]{}<>《》…—~·]/u;
const onlyBreaks = new RegExp(`^${breaks.source}*$`, 'u');

const quoted = /["“”「『]([^"“”「」『』]+)["“”」』]/gu;

/**
 * Guarantee: a message that contains each part of what was typed, parted by blanks, has every word. What stands between quotation marks is one word, whatever it holds.
 * @param cut for what is neither quoted nor the name of a unit
 */
export function understand(typed: string, units: readonly NamedUnit[], cut: Cut): Query {
  const words: string[] = [];
  const phrases: string[] = [];
  let unit: Query['unit'] = null;
  const loose = typed.replace(quoted, (_, exact: string) => {
    const form = searchForm(exact);
    if (form !== '') {
      phrases.push(form);
      words.push(form);
    }
    return ' ';
  });
  for (const part of loose.split(/\s+/u)) {
    const form = searchForm(part);
    if (form === '') continue;
    if (!onlyBreaks.test(form)) phrases.push(form);
    const named: Query['unit'] = unit ? null : unitIn(form, units);
    unit ??= named;
    const rests = named ? form.split(named.word) : [form];
    words.push(...rests.flatMap((rest) => wordsOf(cut(rest))));
  }
  const own = telling(words);
  const whole = searchForm(typed);
  if (own.length > 0 || whole === '') return { words: own, phrases, unit, number: numberIn(typed) };
  // Nothing but a unit's name, or words that say nothing: they are what is looked for.
  return { words: [unit?.word ?? whole], phrases: phrases.length > 0 ? phrases : [whole], unit: null, number: numberIn(typed) };
}

/**
 * Words as they are looked for. What the dictionary leaves in single characters stands together as it was typed: 鑫苑 is no word that it knows. So do figures and
 * Latin letters with the characters beside them: 3号楼.
 */
function wordsOf(pieces: readonly string[]): string[] {
  const words: string[] = [];
  let run = '';
  const close = () => {
    if (run !== '' && !empty.has(run)) words.push(run);
    run = '';
  };
  for (const piece of pieces) {
    const isShort = [...piece].length === 1 || !/\p{Script=Han}/u.test(piece);
    if (onlyBreaks.test(piece) || empty.has(piece)) close();
    else if (isShort) run += piece;
    else {
      close();
      words.push(piece);
    }
  }
  close();
  return words;
}

/** Each once, and none that another contains. */
const telling = (words: readonly string[]): string[] => [...new Set(words)].filter((word, _, all) => !all.some((other) => other !== word && other.includes(word)));

/** More units than these are not meant by one name. */
const mostMeant = 3;

/** The first unit that is named: by its name, without the 市 at its head, or as people shorten it: 城管局, 人社局, 卫健委. */
export function unitIn(form: string, units: readonly NamedUnit[]): Query['unit'] {
  const listed = units.map(({ code, name }) => ({ code, name: searchForm(name), core: coreOf(searchForm(name)) }));
  const longest = listed
    .flatMap(({ name, core }) => [name, core])
    .filter((name) => name.length >= 4 && form.includes(name))
    .toSorted((a, b) => b.length - a.length)[0];
  if (longest) return { word: longest, codes: listed.filter(({ name, core }) => name === longest || core === longest).map(({ code }) => code) };
  for (let end = 3; end <= form.length; end += 1) {
    if (!'局委办院'.includes(form[end - 1] ?? '')) continue;
    for (let start = Math.max(0, end - 8); start <= end - 3; start += 1) {
      const word = form.slice(start, end);
      const codes = listed.filter(({ core }) => isShortOf(word, core)).map(({ code }) => code);
      if (codes.length > 0 && codes.length <= mostMeant) return { word, codes };
    }
  }
  return null;
}

/** 市卫生健康委员会 is 卫生健康委. */
const coreOf = (name: string): string => name.replace(/^[市区县省]/u, '').replace(/(委)员会$|(办)公室$/u, '$1$2');

function isShortOf(word: string, name: string): boolean {
  if (word.length >= name.length || word[0] !== name[0] || word.at(-1) !== name.at(-1)) return false;
  let at = 0;
  for (const character of name) if (character === word[at]) at += 1;
  return at === word.length;
}

/** A number as it is printed, or its last four characters at least; the day and what follows may be typed without the line between them. */
function numberIn(typed: string): string | null {
  const number = nfkc(typed).replace(/\s/gu, '').toUpperCase();
  if (!/^[A-Z]{0,4}-?\d[\dA-Z-]{2,38}$/.test(number) || number.length < 4) return null;
  return number.replace(/^([A-Z]*\d{8})(\d{4,})$/, '$1-$2');
}
