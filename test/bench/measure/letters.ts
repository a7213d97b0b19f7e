import { createHash } from 'node:crypto';
import { material, readJsonLines } from '@wenzheng/testing';

export interface Letter {
  person: string;
  title: string;
  text: string;
}

/** Letters made of the clauses of real ones: their words and their frequencies, and always the same for the same seed. */
export function* letters(seed: number): Generator<Letter, never> {
  const real = readJsonLines<{ subject: string; body: string }>(material('messages/hot_messages.jsonl'));
  const titles = real.flatMap(({ subject }) => clausesOf(subject));
  const bodies = real.flatMap(({ body }) => clausesOf(body));
  const below = randomBelow(seed);
  const some = (clauses: readonly string[], count: number) => Array.from({ length: count }, () => clauses[below(clauses.length)] ?? '');
  for (let number = 1; ; number += 1) {
    // Whoever writes has written before in one case of three.
    const person = createHash('sha256').update(String(below(Math.ceil(number * 1.5)))).digest('hex');
    yield { person, title: some(titles, 2).join('').slice(0, 200), text: `${some(bodies, 12).join('，')}。` };
  }
}

const clausesOf = (text: string): string[] => text.split(/[\s，。！？；：、,.!?;:]+/u).filter(({ length }) => length > 1);

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
