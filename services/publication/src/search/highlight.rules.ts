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
export function spansOf(text: string, words: readonly string[]): Span[] {
  const { characters, isHit } = hitsOf(text, words);
  return spans(characters, isHit, 0, characters.length);
}

/** Some of a text, around what was looked for; null where it has none of it. */
export function excerptOf(text: string, words: readonly string[]): Span[] | null {
  const { characters, isHit } = hitsOf(text, words);
  const first = isHit.indexOf(1);
  if (first < 0) return null;
  const from = Math.max(0, Math.min(first - before, characters.length - length));
  const to = Math.min(characters.length, from + length);
  const shown = spans(characters, isHit, from, to).map((span) => ({ ...span, text: span.text.replace(/\s/gu, ' ') }));
  return joined([...(from > 0 ? [{ text: '…', isHit: false }] : []), ...shown, ...(to < characters.length ? [{ text: '…', isHit: false }] : [])]);
}

/** Character by character, each with the marks that combine with it, and a 1 for each that was looked for. */
function hitsOf(text: string, words: readonly string[]): { characters: string[]; isHit: Uint8Array } {
  const characters = text.match(/[\s\S]\p{M}*/gu) ?? [];
  let form = '';
  // To which character each place of the form belongs.
  const origins: number[] = [];
  for (const [index, character] of characters.entries()) {
    const own = searchForm(character);
    form += own;
    for (let at = 0; at < own.length; at += 1) origins.push(index);
  }
  const isHit = new Uint8Array(characters.length);
  for (const word of words) {
    for (let at = form.indexOf(word); at >= 0 && word !== ''; at = form.indexOf(word, at + 1)) isHit.fill(1, origins[at], (origins[at + word.length - 1] ?? -1) + 1);
  }
  return { characters, isHit };
}

function spans(characters: readonly string[], isHit: Uint8Array, from: number, to: number): Span[] {
  const found: Span[] = [];
  for (let start = from; start < to; ) {
    let end = start + 1;
    while (end < to && isHit[end] === isHit[start]) end += 1;
    found.push({ text: characters.slice(start, end).join(''), isHit: isHit[start] === 1 });
    start = end;
  }
  return found;
}

function joined(pieces: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { text, isHit } of pieces) {
    const last = found.at(-1);
    if (last?.isHit === isHit) last.text += text;
    else found.push({ text, isHit });
  }
  return found;
}
