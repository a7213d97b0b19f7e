import { nfkc } from '@wenzheng/contracts';
import { Converter } from 'opencc-js/t2cn';

// More terms of a query than these make candidates hardly fewer, and each is looked up in every segment.
const mostSought = 8;

const toSimplified = Converter({ from: 't', to: 'cn' });
const simplified = new Map<string, string>();
const unseen = /^[\s\p{Default_Ignorable_Code_Point}]$/u;

/**
 * A text as it is looked for: small letters, full-width forms as half-width ones, traditional characters as simplified ones, and neither
 * blanks nor what nobody sees. Character by character, whatever stands beside it, so that what contains a text contains its form.
 */
export function searchForm(text: string): string {
  // Marking what was found asks for one character after another.
  if (text.length === 1) {
    const known = ofOne.get(text) ?? formOfText(text);
    ofOne.set(text, known);
    return known;
  }
  return formOfText(text);
}

/** As many as there are code units at most. */
const ofOne = new Map<string, string>();

function formOfText(text: string): string {
  let form = '';
  for (const character of nfkc(text)) {
    if (!unseen.test(character)) form += formOf(character);
  }
  return form;
}

function formOf(character: string): string {
  if (!/^\p{Script=Han}$/u.test(character)) return character.toLowerCase();
  const known = simplified.get(character);
  if (known !== undefined) return known;
  const form = toSimplified(character);
  simplified.set(character, form);
  return form;
}

/** What a public message is looked for in. The line end keeps the end of the title from meeting the beginning of the text. */
export const searchWords = (message: { title: string; text: string }): string => `${searchForm(message.title)}\n${searchForm(message.text)}`;

/**
 * Every character of a text and every pair of neighbours, as numbers. Guarantee: what contains a text has all its terms. The
 * reverse does not hold, and characters beyond the sixteenth bit share numbers with others: whoever finds by terms compares the words.
 */
export function termsOf(text: string): number[] {
  const terms = new Set<number>();
  let before = 0;
  for (const character of smallLetters(text)) {
    const code = (character.codePointAt(0) ?? 0) & 0xffff;
    terms.add(code);
    if (before !== 0) terms.add((before << 16) | code);
    before = code;
  }
  return [...terms];
}

/** The terms by which a word is looked up: its pairs, or its only character, evenly chosen where there are many. @param words that share what may be looked up */
export function soughtTerms(word: string, words: number): number[] {
  const terms = termsOf(word);
  const pairs = terms.filter((term) => term >>> 16 !== 0);
  const telling = pairs.length > 0 ? pairs : terms;
  const some = Math.min(telling.length, Math.max(1, Math.floor(mostSought / words)));
  return Array.from({ length: some }, (_, index) => telling[Math.floor((index * telling.length) / some)] ?? 0);
}

/** Small ASCII letters for capitals, as `lower` with collation "C" makes them. */
const smallLetters = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
