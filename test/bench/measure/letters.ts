import { createHash } from 'node:crypto';
import { material, readJsonLines } from '@wenzheng/testing';

export interface Letter {
  person: string;
  title: string;
  text: string;
}

/**
 * Letters of real words, as frequent as they are, put together anew; always the same for the same seed. One in five speaks
 * of a matter that others speak of too: its title begins with the matter's own words, and its text has them.
 */
export function* letters(seed: number): Generator<Letter, never> {
  const words = readJsonLines<{ tokens: string[] }>(material('messages/classify_segmented.jsonl')).flatMap(({ tokens }) => tokens);
  const below = randomBelow(seed);
  const some = (count: number) => Array.from({ length: count }, () => words[below(words.length)] ?? '').join('');
  const matters: string[] = [];
  for (let number = 1; ; number += 1) {
    if (number % 100 === 1) matters.push(some(5));
    const matter = below(5) === 0 ? (matters[below(matters.length)] ?? '') : '';
    // Whoever writes has written before in one case of three.
    const person = createHash('sha256').update(String(below(Math.ceil(number * 1.5)))).digest('hex');
    yield { person, title: `${matter}${some(matter ? 3 : 8)}`.slice(0, 200), text: `${some(40)}，${matter}${some(20)}，${some(40)}。` };
  }
}

/** mulberry32 */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
