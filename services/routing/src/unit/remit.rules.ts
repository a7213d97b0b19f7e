import type { UnitTree } from './unit-tree.rules.js';
import type { Remit, Unit } from './units-file.rules.js';

/** 职责 hits of one unit: its best remit and what was found. */
export interface RemitHit {
  unit: Unit;
  remit: Remit;
  words: string[];
  areas: string[];
  score: number;
}

/** Points of what is found. A place outweighs a word: units are decided by place as much as by subject. */
const points = { wordInTitle: 2, wordInText: 1, area: 3 };

/**
 * The units whose remit the message touches, best first. A word counts once, wherever it stands: two points in the title,
 * one in the text alone; a word inside a longer word that was found too does not count. A remit that names areas needs one
 * of them (three points each) besides a word. A unit's score is that of its best remit.
 */
export function findRemits(message: { title: string; text: string }, tree: UnitTree): RemitHit[] {
  const title = comparable(message.title);
  const text = comparable(message.text);
  const hits = tree.units.flatMap((unit) => {
    const [best] = unit.remits.flatMap((remit) => hitOf(unit, remit, title, text) ?? []).sort((a, b) => b.score - a.score);
    return best ? [best] : [];
  });
  return hits.sort((a, b) => b.score - a.score || (a.unit.code < b.unit.code ? -1 : 1));
}

/** The one clear winner. A tie has none, save that a sub-unit wins over the units above it: its place is the narrower one (R13). */
export function winnerOf(hits: readonly RemitHit[], tree: UnitTree): RemitHit | undefined {
  const leaders = hits.filter((hit) => hit.score === hits[0]?.score);
  return leaders.find((hit) => leaders.every((other) => tree.isWithin(hit.unit.code, other.unit.code)));
}

/** 职责“供水管网”，词“停水”、“水管”，地点“东浦区”; the registry's words, never the citizen's. */
export function reasonOf(hit: RemitHit): string {
  const quote = (words: string[]) => words.slice(0, 5).map((word) => `“${word}”`).join('、');
  const place = hit.areas.length > 0 ? `，地点${quote(hit.areas)}` : '';
  return `职责“${hit.remit.name ?? hit.remit.words[0]}”，词${quote(hit.words)}${place}`;
}

function hitOf(unit: Unit, remit: Remit, title: string, text: string): RemitHit | undefined {
  const areas = found(remit.areas, title, text);
  if (remit.areas.length > 0 && areas.length === 0) return undefined;
  const words = found(remit.words, title, text);
  if (words.length === 0) return undefined;
  const inWords = words.map((word) => (word.inTitle ? points.wordInTitle : points.wordInText)).reduce((a, b) => a + b);
  return {
    unit,
    remit,
    words: words.map(({ word }) => word),
    areas: areas.map(({ word }) => word),
    score: inWords + areas.length * points.area,
  };
}

function found(words: readonly string[], title: string, text: string): { word: string; inTitle: boolean }[] {
  const hits = words.flatMap((word) => {
    const key = comparable(word);
    const inTitle = stands(key, title);
    return inTitle || stands(key, text) ? [{ word, key, inTitle }] : [];
  });
  return hits.filter(({ key }, index) =>
    hits.every((other, at) => at === index || !other.key.includes(key) || (other.key === key && at > index)),
  );
}

/** A code such as `A市` or `3栋` must not begin inside a longer one (`BA市`, `13栋`). */
function stands(key: string, text: string): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const joined = isCode(key[0]) && isCode(text[at - 1]);
    if (!joined) return true;
  }
  return false;
}

const isCode = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);

/** Full-width, case, spaces and invisible characters make no difference. */
function comparable(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200d\ufeff]/g, '').toLowerCase();
}
