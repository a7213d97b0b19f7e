import { searchForm } from './search.rules.js';

/** A piece of a text, and whether it was looked for. */
export interface Span {
  text: string;
  isHit: boolean;
}

/** Characters of an excerpt, and how many of them stand before what was found. */
const length = 90;
const before = 24;

/** A text, with whatever of it was looked for marked, in whatever form it is written. */
export const spansOf = (text: string, words: readonly string[]): Span[] => joined(hitsOf(text, words));

/** Some of a text, around what was looked for; null where it has none of it. */
export function excerptOf(text: string, words: readonly string[]): Span[] | null {
  const characters = hitsOf(text, words);
  const first = characters.findIndex(({ isHit }) => isHit);
  if (first < 0) return null;
  const from = Math.max(0, Math.min(first - before, characters.length - length));
  const to = Math.min(characters.length, from + length);
  const shown = characters.slice(from, to).map(({ text: own, isHit }) => ({ text: own.replace(/\s+/gu, ' '), isHit }));
  return joined([...(from > 0 ? [{ text: '…', isHit: false }] : []), ...shown, ...(to < characters.length ? [{ text: '…', isHit: false }] : [])]);
}

/** Character by character, each with the marks that combine with it. */
function hitsOf(text: string, words: readonly string[]): Span[] {
  const characters = text.match(/[\s\S]\p{M}*/gu) ?? [];
  const forms = characters.map(searchForm);
  const form = forms.join('');
  // To which character each place of the form belongs.
  const origins = forms.flatMap((own, index) => Array.from({ length: own.length }, () => index));
  const hits = new Set<number>();
  for (const word of words) {
    for (let at = form.indexOf(word); at >= 0 && word !== ''; at = form.indexOf(word, at + 1)) {
      for (let index = origins[at] ?? 0; index <= (origins[at + word.length - 1] ?? -1); index += 1) hits.add(index);
    }
  }
  return characters.map((own, index) => ({ text: own, isHit: hits.has(index) }));
}

function joined(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { text, isHit } of spans) {
    const last = found.at(-1);
    if (last?.isHit === isHit) last.text += text;
    else found.push({ text, isHit });
  }
  return found;
}
