import { nfkc } from '@wenzheng/contracts';
import type { Remit, Unit, UnitTree } from './unit-tree.rules.js';
import { WordFinder } from './word-finder.rules.js';

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
  const { finder, remitsByWord } = indexOf(tree);
  const found = { inTitle: finder.find(comparable(message.title)), inText: finder.find(comparable(message.text)) };
  const touched = new Set([...found.inTitle, ...found.inText].flatMap((key) => remitsByWord.get(key) ?? []));
  const best = new Map<string, RemitHit>();
  for (const hit of [...touched].sort((a, b) => a.order - b.order).flatMap((remit) => hitOf(remit, found) ?? [])) {
    if (hit.score > (best.get(hit.unit.code)?.score ?? 0)) best.set(hit.unit.code, hit);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.unit.code < b.unit.code ? -1 : 1));
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

/** A remit with its words and places as they are compared. */
interface IndexedRemit {
  unit: Unit;
  remit: Remit;
  order: number;
  words: Term[];
  areas: Term[];
}
interface Term {
  /** As the registry writes it. */
  word: string;
  key: string;
}

interface RemitIndex {
  finder: WordFinder;
  /** By what speaks for a remit; its places alone do not. */
  remitsByWord: ReadonlyMap<string, IndexedRemit[]>;
}

const indexes = new WeakMap<UnitTree, RemitIndex>();

/** Made once for a tree, which never changes. */
function indexOf(tree: UnitTree): RemitIndex {
  const known = indexes.get(tree);
  if (known) return known;
  const terms = (words: readonly string[]): Term[] => words.map((word) => ({ word, key: comparable(word) })).filter(({ key }) => key !== '');
  const remits = tree.units
    .flatMap((unit) => unit.remits.map((remit) => ({ unit, remit, words: terms(remit.words), areas: terms(remit.areas) })))
    .map((remit, order) => ({ ...remit, order }));
  const remitsByWord = new Map<string, IndexedRemit[]>();
  for (const remit of remits) {
    for (const { key } of remit.words) {
      const sharing = remitsByWord.get(key);
      if (sharing) sharing.push(remit);
      else remitsByWord.set(key, [remit]);
    }
  }
  const finder = new WordFinder(remits.flatMap(({ words, areas }) => [...words, ...areas].map(({ key }) => key)));
  const index = { finder, remitsByWord };
  indexes.set(tree, index);
  return index;
}

interface Found {
  inTitle: ReadonlySet<string>;
  inText: ReadonlySet<string>;
}

function hitOf({ unit, remit, words, areas }: IndexedRemit, found: Found): RemitHit | undefined {
  const places = standing(areas, found);
  if (remit.areas.length > 0 && places.length === 0) return undefined;
  const hits = standing(words, found);
  if (hits.length === 0) return undefined;
  const inWords = hits.reduce((sum, { key }) => sum + (found.inTitle.has(key) ? points.wordInTitle : points.wordInText), 0);
  return { unit, remit, words: hits.map(({ word }) => word), areas: places.map(({ word }) => word), score: inWords + places.length * points.area };
}

/** Those that were found, save one that stands inside a longer one of them; of the same one twice, the last. */
function standing(terms: readonly Term[], { inTitle, inText }: Found): Term[] {
  const hits = terms.filter(({ key }) => inTitle.has(key) || inText.has(key));
  return hits.filter(({ key }, index) => hits.every((other, at) => at === index || !other.key.includes(key) || (other.key === key && at > index)));
}

/** Full-width, case, spaces and invisible characters make no difference. */
function comparable(text: string): string {
  return nfkc(text).replace(/[\s\u200b-\u200d\ufeff]/g, '').toLowerCase();
}
