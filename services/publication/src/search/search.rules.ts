import { nfkc } from '@wenzheng/contracts';
import { Converter } from 'opencc-js/t2cn';

/** So many messages share a block: a mask has a bit for each. */
export const blockSize = 256;

// More terms of a query than these make candidates hardly fewer, and each is looked up in every block.
const mostSought = 8;

const toSimplified = Converter({ from: 't', to: 'cn' });
const simplified = new Map<string, string>();
const unseen = /^[\s\p{Default_Ignorable_Code_Point}]$/u;

/**
 * A text as it is looked for: small letters, full-width forms as half-width ones, traditional characters as simplified ones, and neither
 * blanks nor what nobody sees. Character by character, whatever stands beside it, so that what contains a text contains its form.
 */
export function searchForm(text: string): string {
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

/** The words of a query; all of them are looked for. */
export const queryWords = (query: string): string[] => [...new Set(query.split(/\s+/u).map(searchForm).filter((word) => word !== ''))];

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

/** The terms by which words are looked up together: the pairs of each, or its only character, evenly chosen where there are many. */
export function soughtTerms(words: readonly string[]): number[] {
  const telling = [...new Set(words.flatMap((word) => {
    const terms = termsOf(word);
    const pairs = terms.filter((term) => term >>> 16 !== 0);
    return pairs.length > 0 ? pairs : terms;
  }))];
  const step = Math.max(1, telling.length / mostSought);
  return Array.from({ length: Math.min(telling.length, mostSought) }, (_, index) => telling[Math.floor(index * step)] ?? 0);
}

/** Where a term stands in every block: one of 256, so that a query reads a small part of each. Stored rows depend on it. */
export const bucketOf = (term: number): number => Math.imul(term, 0x9e3779b1) >>> 24;

export interface Posting {
  bucket: number;
  terms: number[];
  /** Hexadecimal, the first message's bit first. */
  masks: string[];
}

/** The postings of a block whose messages, at most {@link blockSize}, have these words. */
export function postingsOf(words: readonly string[]): Posting[] {
  const masks = new Map<number, Uint8Array>();
  for (const [place, text] of words.entries()) {
    for (const term of termsOf(text)) {
      const mask = masks.get(term) ?? new Uint8Array(blockSize / 8);
      mask[place >> 3] = (mask[place >> 3] ?? 0) | (0x80 >> (place & 7));
      masks.set(term, mask);
    }
  }
  const buckets = Map.groupBy(masks, ([term]) => bucketOf(term));
  return Array.from(buckets, ([bucket, entries]) => ({
    bucket,
    terms: entries.map(([term]) => term),
    masks: entries.map(([, mask]) => Buffer.from(mask).toString('hex')),
  }));
}

/** Small ASCII letters for capitals, as `lower` with collation "C" makes them. */
const smallLetters = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
