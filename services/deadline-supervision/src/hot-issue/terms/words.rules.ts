import { nfkc } from '@wenzheng/contracts';
import { withoutNames } from '@wenzheng/gate';
import { hidden, redact } from '@wenzheng/redaction';

/** How much more a term of the title counts than one of the text: bodies drown the title otherwise. */
const titleWeight = 4;
/** Beyond so many characters the text says little about what the message is about, and much about everything else. */
const textLength = 300;

const invisible = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+/gu;
const address = /\b(?:https?:\/\/|www\.)[\w\-.~:/?#@!$&'()*+,;=%]+/giu;
const run = /(?:[A-Z]*\d+[A-Z]*|[A-Z]+|\p{Script=Han})+/gu;
// Limit: its dictionary is ICU's, and another release of Node.js may part a rare word otherwise.
const words = new Intl.Segmenter('zh', { granularity: 'word' });
const unit = /[A-Z]*\d+[A-Z]*|[A-Z]+|\p{Script=Han}/gu;

/** The words of a message as far as they are looked at; each run of units between punctuation stands alone. */
export interface Words {
  title: readonly string[];
  text: readonly string[];
}

/** Full-width forms, case, spaces and web addresses make no difference to what is said. */
export function normalised(text: string): string {
  return nfkc(text).replace(address, '。').replace(invisible, '').toUpperCase();
}

/** Of what may be shown, and of nothing else: what is shared is shown to people. Where a number or somebody's name was, a run ends. */
export function wordsOf(message: { title: string; text: string }): Words {
  return {
    title: normalised(shown(message.title)).match(run) ?? [],
    text: [...normalised(shown(message.text))].slice(0, textLength).join('').match(run) ?? [],
  };
}

const shown = (text: string): string => withoutNames(redact(text).replace(hidden, '。'));

/** The units of a run: one Chinese character, one word in Latin letters, or one number with its letters. */
export const unitsOf = (text: string): string[] => text.match(unit) ?? [];

/** Two neighbouring units make a term. No dictionary: one would lose the invented names of estates and firms. */
export const pairsOf = (units: readonly string[]): string[] => units.slice(1).map((next, index) => `${units[index] ?? ''}${next}`);

/** How often each term stands in a message, the title counted {@link titleWeight} times. */
export function termCountsOf({ title, text }: Words): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [runs, weight] of [[title, titleWeight], [text, 1]] as const) {
    for (const term of runs.flatMap((piece) => pairsOf(unitsOf(piece)))) counts.set(term, (counts.get(term) ?? 0) + weight);
  }
  return counts;
}

/**
 * What is left of the words when only these terms are kept: the longest runs of them, each once. Before each word of a run stands a space, and
 * what its first and last word have beyond the run stands in brackets: " (公)司 拖欠". People are compared by the run, and shown whole words.
 */
export function fragmentsOf({ title, text }: Words, kept: ReadonlySet<string>): string[] {
  return [...new Set([...title, ...text].flatMap((piece) => fragmentsIn(piece, kept)))];
}

interface Unit {
  text: string;
  /** Of its word among those of the piece, and whether it is the first of it. */
  word: number;
  begins: boolean;
}

function fragmentsIn(piece: string, kept: ReadonlySet<string>): string[] {
  const units = Array.from(words.segment(piece), ({ segment }, word) => unitsOf(segment).map((text, place): Unit => ({ text, word, begins: place === 0 }))).flat();
  return runsWithin(units, kept).map(({ from, to }) => {
    const [first, last] = [units[from]?.word, units[to - 1]?.word];
    const before = units.slice(0, from).filter(({ word }) => word === first);
    const behind = units.slice(to).filter(({ word }) => word === last);
    const run = units.slice(from, to).map(({ text, begins }, place) => (begins && place > 0 ? ` ${text}` : text));
    return ` ${bracketed(before)}${run.join('')}${bracketed(behind)}`;
  });
}

const bracketed = (units: readonly Unit[]): string => (units.length > 0 ? `(${units.map(({ text }) => text).join('')})` : '');

/** Where a run begins and ends: wherever the pair of two neighbours is not kept; what stands alone is none. */
function runsWithin(units: readonly Unit[], kept: ReadonlySet<string>): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  for (let to = 1; to <= units.length; to += 1) {
    if (to < units.length && kept.has(`${units[to - 1]?.text}${units[to]?.text}`)) continue;
    if (to - from > 1) runs.push({ from, to });
    from = to;
  }
  return runs;
}

/** The run of a fragment, as people are compared by it. */
export const runOf = (fragment: string): string => fragment.replace(/\([^)]*\)| /g, '');

/** The words of a fragment, whole, and how many units of its run each has. The release before parted none: there each unit is one. */
export function wordsOfFragment(fragment: string): { word: string; units: number }[] {
  if (!fragment.startsWith(' ')) return unitsOf(fragment).map((word) => ({ word, units: 1 }));
  return fragment.slice(1).split(' ').map((word) => ({ word: word.replace(/[()]/g, ''), units: unitsOf(runOf(word)).length }));
}
