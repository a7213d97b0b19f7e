/** How much more a term of the title counts than one of the text: bodies drown the title otherwise. */
const titleWeight = 4;
/** Beyond so many characters the text says little about what the message is about, and much about everything else. */
const textLength = 300;

const invisible = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+/gu;
const address = /\b(?:https?:\/\/|www\.)[\w\-.~:/?#@!$&'()*+,;=%]+/giu;
const run = /(?:[A-Z]*\d+[A-Z]*|[A-Z]+|\p{Script=Han})+/gu;
const unit = /[A-Z]*\d+[A-Z]*|[A-Z]+|\p{Script=Han}/gu;

/** The words of a message as far as they are looked at; each run of units between punctuation stands alone. */
export interface Words {
  title: readonly string[];
  text: readonly string[];
}

/** UAX #15 (Stream-Safe Text): no language stacks more than 30 marks, and putting n of them in order takes n² steps. */
const pile = /(\p{M}{30})\p{M}+/gu;

/** Full-width forms, case, spaces and web addresses make no difference to what is said. */
export function normalised(text: string): string {
  return text.replace(pile, '$1').normalize('NFKC').replace(address, '。').replace(invisible, '').toUpperCase();
}

export function wordsOf(message: { title: string; text: string }): Words {
  return {
    title: normalised(message.title).match(run) ?? [],
    text: [...normalised(message.text)].slice(0, textLength).join('').match(run) ?? [],
  };
}

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

/** What is left of the words when only these terms are kept: the longest runs of them, each once. */
export function fragmentsOf({ title, text }: Words, kept: ReadonlySet<string>): string[] {
  const fragments = new Set<string>();
  for (const piece of [...title, ...text]) {
    for (const units of runsWithin(unitsOf(piece), kept)) fragments.add(units.join(''));
  }
  return [...fragments];
}

/** Cuts units wherever the pair across the cut is not kept; what stands alone is dropped. */
export function runsWithin(units: readonly string[], kept: ReadonlySet<string>): string[][] {
  const runs: string[][] = [[]];
  units.forEach((one, index) => {
    if (index > 0 && !kept.has(`${units[index - 1] ?? ''}${one}`)) runs.push([]);
    runs.at(-1)?.push(one);
  });
  return runs.filter(({ length }) => length > 1);
}
