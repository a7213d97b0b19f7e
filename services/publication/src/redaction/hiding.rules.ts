import { hidden, redact } from '@wenzheng/redaction';

export interface Hidden {
  words: string;
  place: number | null;
}

export const hiddenWords = '〔内容已隐去〕';

interface Span {
  from: number;
  to: number;
}

/** What stands for a number, or a number. */
const number = `(?:${hidden.source}|[^\\p{Script=Han}。，；！？、\\n]{3,60})`;

/**
 * Where words stand in a text, also if numbers among them were hidden since, or are shown since. Blanks at their ends do not matter.
 */
export function placesOf(words: string, text: string): Span[] {
  const parts = redact(words.trim()).split(new RegExp(hidden.source, 'u')).map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  if (parts.every((part) => part === '')) return parts.length > 1 ? [...text.matchAll(new RegExp(hidden.source, 'gu'))].map(spanOf) : [];
  return [...text.matchAll(new RegExp(parts.join(number), 'gu'))].map(spanOf);
}

const spanOf = ({ 0: { length }, index }: RegExpExecArray): Span => ({ from: index, to: index + length });

/**
 * The text with these words hidden. Words that are not found any more, because the text was redacted in another way since, take all of it with them:
 * what somebody decided to hide never comes back by itself.
 */
export function hiding(text: string, hidings: readonly Hidden[]): string {
  const spans: Span[] = [];
  for (const { words, place } of hidings) {
    const places = placesOf(words, text);
    const found = place === null ? places : places.slice(place, place + 1);
    if (found.length === 0) return hiddenWords;
    spans.push(...found);
  }
  let shown = '';
  let at = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from > at || shown === '') shown += text.slice(at, from) + hiddenWords;
    at = Math.max(at, to);
  }
  return shown + text.slice(at);
}

/** Which of the places that are not hidden yet a selection in the shown text means; null where it means none, or cuts through what stands for a number. */
export function placeOf(selected: Span, shown: string, text: string, hidings: readonly Hidden[]): Hidden | null {
  const words = shown.slice(selected.from, selected.to);
  const cut = [...shown.matchAll(new RegExp(hidden.source, 'gu'))].map(spanOf).some(({ from, to }) => (from < selected.from && selected.from < to) || (from < selected.to && selected.to < to));
  if (words.trim() === '' || cut || words.includes(hiddenWords)) return null;
  const before = placesOf(words, shown).filter(({ from }) => from < selected.from).length;
  const covered = hidings.flatMap(({ words: other, place }) => (place === null ? placesOf(other, text) : placesOf(other, text).slice(place, place + 1)));
  const free = [...placesOf(words, text).entries()].filter(([, { from, to }]) => !covered.some((span) => span.from < to && from < span.to));
  const [place] = free[before] ?? [];
  return place === undefined ? null : { words, place };
}
