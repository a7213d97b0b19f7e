import { diffArrays } from 'diff';
import { z } from 'zod';

export const differenceSchema = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type Difference = z.infer<typeof differenceSchema>;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const wordsOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);
const sentencesOf = (text: string): string[] => text.match(/[^。！？；\n]*[。！？；\n]|[^。！？；\n]+$/g) ?? [];

/** Two versions that have little in common take a time that grows with the square of this. */
const mostEdits = 1_000;

/** 增、删 word by word or, where that is too much, sentence by sentence or as a whole. Without what was removed it is `to`, without what was added `from`. */
export function differencesOf(from: string, to: string): Difference[] {
  for (const partsOf of [wordsOf, sentencesOf]) {
    const changes = diffArrays(partsOf(from), partsOf(to), { maxEditLength: mostEdits });
    if (changes) return changes.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }));
  }
  return [{ kind: 'removed', text: from }, { kind: 'added', text: to }];
}
