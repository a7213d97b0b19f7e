/** What people call a character: 👨‍👩‍👧 is one, and so is 𠮷. */
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** What stands in place of a number, wherever it stands; with `g`, for replacing. */
export const hidden = /〔[^〔〕]{1,12}已隐去〕/g;

/**
 * At most so many characters, the last an ellipsis where something is left out, and at most so many code units, however many a
 * character is made of. Guarantee: neither a character nor a placeholder is cut. To be given redacted text: half a number is a number to nobody.
 */
export function shortened(redacted: string, most: { characters: number; length: number }): string {
  let count = 0;
  let kept = 0;
  for (const { index, segment } of graphemes.segment(redacted)) {
    const end = index + segment.length;
    count += 1;
    if (count > most.characters || end > most.length) return `${redacted.slice(0, beforePlaceholder(redacted, kept))}…`;
    if (count < most.characters && end < most.length) kept = end;
  }
  return redacted;
}

/** Where to cut instead, if a placeholder stands across this place. */
function beforePlaceholder(text: string, place: number): number {
  const cut = [...text.matchAll(hidden)].find(({ index, 0: { length } }) => index < place && place < index + length);
  return cut?.index ?? place;
}
