import { nfkc } from '@wenzheng/contracts';
import { emptyWords, longestEmptyWord } from './empty-words.js';

export interface Sentence {
  text: string;
  clauses: string[];
}

/** No clause of a letter is longer; what goes on without a stop is cut, so that the work grows with the text and no faster. */
const longestClause = 160;

const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** Letters and digits that can be read. */
export const readable = (text: string): number => text.replace(invisible, '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** Sentences of a letter and their clauses, in half-width characters, without blanks. */
export function sentencesOf(text: string): Sentence[] {
  return nfkc(text)
    .replace(invisible, '')
    .split(/[。!?;…\n\r]+|[ \t]{2,}|\.(?!\d)/u)
    .map((sentence) => ({ text: sentence.replace(/\s+/gu, ''), clauses: clausesOf(sentence) }))
    .filter(({ clauses }) => clauses.length > 0);
}

const clausesOf = (sentence: string): string[] =>
  sentence
    .split(/(?<!\d),|,(?!\d)|(?<!\d):|:(?!\d)/u)
    .flatMap((clause) => clause.replace(/\s+/gu, '').match(new RegExp(`[^]{1,${longestClause}}`, 'gu')) ?? [])
    .filter((clause) => readable(clause) > 0);

const dates = /(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日号]?|\d{2,4}年(?:\d{1,2}月)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[日时点分]/gu;
const quoted = /["“][A-Z]*\d+["”]|\bU+\d+|[^\p{L}]+/gu;

/** What a clause says about the matter: its letters without dates and without the words that letters are padded with. */
export function residueOf(clause: string): string {
  const plain = clause.replace(dates, '').replace(quoted, '');
  let rest = '';
  for (let at = 0; at < plain.length; ) {
    const length = emptyWordAt(plain, at);
    if (length === 0) rest += plain[at];
    at += Math.max(length, 1);
  }
  return rest;
}

function emptyWordAt(text: string, at: number): number {
  for (let length = Math.min(longestEmptyWord, text.length - at); length > 0; length -= 1) {
    if (emptyWords.has(text.slice(at, at + length))) return length;
  }
  return 0;
}
