/**
 * Every character of a text and every pair of neighbours, as numbers. Guarantee: what contains a text has all its terms. The
 * reverse does not hold, and characters beyond the sixteenth bit share numbers with others: whoever finds by terms compares the words.
 */
export function termsOf(text: string): number[] {
  const terms = new Set<number>();
  let before = 0;
  for (const character of smallLetters(text)) {
    const code = (character.codePointAt(0) ?? 0) & 0xffff;
    terms.add(code);
    if (before !== 0) terms.add((before << 16) | code);
    before = code;
  }
  return [...terms];
}

/** Small ASCII letters for capitals, as `lower` with collation "C" makes them. */
const smallLetters = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
