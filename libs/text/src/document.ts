import { plain, segment } from './segmentation.js';

/** A text as the learner reads it. */
export interface LearnerDocument {
  /** Of title and text. */
  words: readonly string[];
  /** What it begins with: the title, or the first words where nobody knows the title. */
  lead: readonly string[];
}

/** Characters of a text that count: a letter says in its first thousand what it wants, and a suggestion stays cheap. */
const readCharacters = 1_000;
const leadWords = 10;

export function documentOf({ title, text }: { title: string; text: string }): LearnerDocument {
  const lead = segment(title);
  return { words: [...lead, ...segment(text.slice(0, readCharacters))], lead };
}

/** Words that were cut elsewhere, titles and texts in one. */
export function documentOfWords(words: readonly string[]): LearnerDocument {
  const plainWords = words.map(plain);
  return { words: plainWords, lead: plainWords.slice(0, leadWords) };
}

/** In which words of a block a term stands, and how often. */
export type TermCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The two blocks of a document: all its words, and its lead, whose terms are terms of their own. */
export function blocksOf({ words, lead }: LearnerDocument): [TermCounts, TermCounts] {
  return [termCounts(words, ''), termCounts(lead, '^')];
}

function termCounts(words: readonly string[], prefix: string): TermCounts {
  const counts = new Map<string, Map<string, number>>();
  for (const word of words) {
    for (const term of termsOf(word)) {
      const key = prefix + term;
      const within = counts.get(key);
      if (within) within.set(word, (within.get(word) ?? 0) + 1);
      else counts.set(key, new Map([[word, 1]]));
    }
  }
  return counts;
}

/** Every piece of one or two characters inside a word, and a longer word as a whole; a code (a3) is one piece, a bare number none. */
export function termsOf(word: string): string[] {
  if (/^[\d.]+$/.test(word)) return [];
  if (/^[a-z0-9.]+$/.test(word)) return [word];
  const characters = [...word];
  const terms = characters.length > 2 ? [word] : [];
  for (const [at, character] of characters.entries()) {
    terms.push(character);
    const next = characters[at + 1];
    if (next !== undefined) terms.push(character + next);
  }
  return terms;
}
