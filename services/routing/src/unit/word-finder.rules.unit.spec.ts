import { describe, expect, it } from '@jest/globals';
import { WordFinder } from './word-finder.rules.js';

const find = (words: string[], text: string) => [...new WordFinder(words).find(text)].sort();

/** One word after the other, each at every place: slow, and plain to see. */
function oneByOne(words: readonly string[], text: string): string[] {
  const isCode = (character: string | undefined) => character !== undefined && /[a-z0-9]/.test(character);
  const standsAt = (word: string, at: number) => text.startsWith(word, at) && !(isCode(word[0]) && isCode(text[at - 1]));
  return [...new Set(words)].filter((word) => Array.from(text).some((_, at) => standsAt(word, at))).sort();
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) yield (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
}

describe('words are found', () => {
  it.each<[string, string[], string, string[]]>([
    ['one inside the other', ['公交', '公交车'], '等公交车', ['公交', '公交车']],
    ['one that ends inside another that breaks off', ['水管道', '管'], '水管坏了', ['管']],
    ['one after the other failed at its last character', ['abab', 'babc'], '-babc', ['babc']],
    ['at the very end', ['停水'], '昨天停水', ['停水']],
    ['not inside a longer code', ['a市'], 'ba市', []],
    ['at their second place, where they begin a code', ['3栋'], '13栋，3栋', ['3栋']],
    ['nowhere in nothing', ['停水'], '', []],
  ])('%s', (_, words, text, expected) => expect(find(words, text)).toEqual(expected));

  it('as by looking for each at every place', () => {
    const random = numbers(7);
    const text = (length: number) => Array.from({ length }, () => 'ab水管'[random.next().value % 4]).join('');
    for (let run = 0; run < 500; run += 1) {
      const words = Array.from({ length: 12 }, () => text(1 + (random.next().value % 4)));
      const where = text(30);
      expect(find(words, where)).toEqual(oneByOne(words, where));
    }
  });
});
